package dev.flowgate.auth.cliproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchedFileTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"port: 8317,port: 9000", "port: 18317 # x,port: 1 # x", "a,a longer one", "same,same", "gone,''"})
    void changesTheContentAndKeepsTheFile(String before, String after) throws IOException {
        Path file = Files.writeString(directory.resolve("file"), before);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Object identity = identity(file);

        WatchedFile.change(file, before, after);

        assertThat(file).hasContent(after);
        assertThat(identity(file)).isEqualTo(identity);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
    }

    @Test
    void completesTheChangeOfAnInterruptedThreadAndKeepsTheInterrupt() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "before");
        Thread.currentThread().interrupt();

        WatchedFile.change(file, "before", "after");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(file).hasContent("after");
    }

    @Test
    void makesNoFileThatHasGone() {
        Path file = directory.resolve("file");

        assertThatThrownBy(() -> WatchedFile.change(file, "before", "after")).isInstanceOf(NoSuchFileException.class);
        assertThat(file).doesNotExist();
    }

    private static Object identity(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }
}
