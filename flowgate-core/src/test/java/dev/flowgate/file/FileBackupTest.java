package dev.flowgate.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileBackupTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T10:15:00Z"), ZoneOffset.UTC);

    @TempDir
    Path folder;

    @Test
    void copiesContentAndPermissionsToANameWithTheTime() throws IOException {
        Path file = Files.writeString(folder.resolve("a.yaml"), "content");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        Path backup = FileBackup.beside(file, CLOCK);

        assertThat(backup).isEqualTo(folder.resolve("a.yaml.backup-20261121-101500"));
        assertThat(backup).hasContent("content");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
                .isEqualTo("rw-r-----");
    }

    @Test
    void neverTakesThePlaceOfAnotherBackup() throws IOException {
        Path file = Files.writeString(folder.resolve("a.yaml"), "first");
        FileBackup.beside(file, CLOCK);
        Files.writeString(file, "second");

        Path backup = FileBackup.beside(file, CLOCK);

        assertThat(backup).isEqualTo(folder.resolve("a.yaml.backup-20261121-101500-2"));
        assertThat(folder.resolve("a.yaml.backup-20261121-101500")).hasContent("first");
    }
}
