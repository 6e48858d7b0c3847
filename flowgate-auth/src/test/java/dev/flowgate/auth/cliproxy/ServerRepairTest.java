package dev.flowgate.auth.cliproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowgate.auth.cliproxy.ServerFinding.Kind;
import dev.flowgate.auth.spi.AuthException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerRepairTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T10:15:00Z"), ZoneOffset.UTC);
    private static final Set<Kind> ALL = EnumSet.allOf(Kind.class);
    private static final String TEXT = """
            # mine
            host: ""      # everywhere
            port: 9000
            api-keys:
              - your-api-key-1 # later
            remote-management:
              # who
              allow-remote: false
            auth-dir: ./auths
            """;

    @TempDir
    Path directory;

    @Test
    void setsSingleValuesInPlaceAndKeepsABackup() throws IOException {
        Path file = ServerFileFixture.write(directory, TEXT);
        Object identity = identity(file);

        ServerRepair repair = ServerFileFixture.of(directory).repair(ALL, CLOCK);

        assertThat(file).hasContent("""
                # mine
                host: "127.0.0.1"      # everywhere
                port: 8317
                api-keys:
                  - your-api-key-1 # later
                remote-management:
                  disable-control-panel: true
                  # who
                  allow-remote: false
                auth-dir: ./auths
                """);
        assertThat(identity(file)).isEqualTo(identity);
        assertThat(repair.backup()).isEqualTo(file.resolveSibling("cliproxyapi.yaml.backup-20261122-101500"));
        assertThat(repair.backup()).hasContent(TEXT);
        assertThat(repair.restart()).isTrue();
        assertThat(repair.done())
                .containsExactlyInAnyOrder(
                        "host: 127.0.0.1 is set in " + file + ".",
                        "port: 8317 is set in " + file + ".",
                        "remote-management.disable-control-panel: true is set in " + file + ".");
    }

    @Test
    void doesNothingTheSecondTime() throws IOException {
        ServerFileFixture.write(directory, TEXT);
        ServerFile file = ServerFileFixture.of(directory);
        file.repair(ALL, CLOCK);
        String repaired = Files.readString(file.path());

        assertThat(file.repair(ALL, CLOCK)).isEqualTo(new ServerRepair(List.of(), null, false));

        assertThat(file.path()).hasContent(repaired);
        assertThat(file.findings()).noneMatch(ServerFinding::fixable);
    }

    @Test
    void repairsOnlyWhatIsAskedFor() throws IOException {
        Path file = ServerFileFixture.write(directory, TEXT);

        ServerFileFixture.of(directory).repair(Set.of(Kind.PORT_DIFFERS, Kind.TEMPLATE_CLIENT_KEY), CLOCK);

        assertThat(file).hasContent(TEXT.replace("9000", "8317"));
    }

    @Test
    void takesPermissionsFromOthersAndFromTheBackupToo() throws IOException {
        Path file = ServerFileFixture.write(directory, TEXT);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Path auths = Files.createDirectory(directory.resolve("auths"));
        Files.setPosixFilePermissions(auths, PosixFilePermissions.fromString("rwxr-xr-x"));

        ServerRepair repair = ServerFileFixture.of(directory).repair(ALL, CLOCK);

        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(mode(auths)).isEqualTo("rwx------");
        assertThat(mode(file.resolveSibling("cliproxyapi.yaml.backup-20261122-101500")))
                .isEqualTo("rw-------");
        assertThat(repair.done()).contains(file + " is open to its owner alone.");
    }

    @Test
    void leavesAloneWhatItCannotChangeByItself() throws IOException {
        String text = "x: &everywhere 0.0.0.0\nhost: *everywhere\n";
        Path file = ServerFileFixture.write(directory, text);

        assertThatThrownBy(() -> ServerFileFixture.of(directory).repair(ALL, CLOCK))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("Set host: 127.0.0.1 in it yourself");
        assertThat(file).hasContent(text);
        try (Stream<Path> beside = Files.list(file.resolveSibling("."))) {
            assertThat(beside).hasSize(1);
        }
    }

    private static Object identity(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
