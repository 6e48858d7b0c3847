package dev.flowgate.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilePermissionsTest {
    @TempDir
    Path folder;

    private static String madePrivate(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
        FilePermissions.makePrivate(path);
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void takesFilesAndFoldersFromOthers() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        Path inner = Files.createDirectory(folder.resolve("folder"));

        assertThat(madePrivate(file, "rw-r--r--")).isEqualTo("rw-------");
        assertThat(madePrivate(inner, "rwxr-xr-x")).isEqualTo("rwx------");
        assertThat(FilePermissions.exposure(file)).isEmpty();
    }

    @Test
    void leavesWhatIsPrivateAsItIs() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThat(madePrivate(file, "r--------")).isEqualTo("r--------");
    }
}
