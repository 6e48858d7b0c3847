package dev.flowgate.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    Path folder;

    @Test
    void createsPrivateFoldersAndFiles() throws IOException {
        Path file = folder.resolve("a/b/secret.json");

        AtomicFile.write(file, "{}");

        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(mode(folder.resolve("a/b"))).isEqualTo("rwx------");
        assertThat(FilePermissions.exposure(file)).isEmpty();
    }

    @Test
    void tellsWhenOthersMayRead() throws IOException {
        Path file = Files.writeString(folder.resolve("open"), "x");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(FilePermissions.exposure(file)).hasValue("rw-r--r--");
    }

    @Test
    void leavesNothingBehindWhenItCannotReplaceTheTarget() throws IOException {
        Path target = Files.createDirectory(folder.resolve("target"));
        Files.writeString(target.resolve("inside"), "kept");

        assertThatThrownBy(() -> AtomicFile.write(target, "new")).isInstanceOf(IOException.class);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(target);
        }
    }

    @Test
    void replacesWhatALinkPointsTo() throws IOException {
        Path real = Files.writeString(folder.resolve("real"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);

        AtomicFile.write(link, "new");

        assertThat(link).isSymbolicLink();
        assertThat(real).hasContent("new");
    }

    @Test
    void completesTheWriteOfAnInterruptedThreadAndKeepsTheInterrupt() throws IOException {
        Path file = folder.resolve("file");
        Thread.currentThread().interrupt();

        AtomicFile.write(file, "new");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(file).hasContent("new");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
