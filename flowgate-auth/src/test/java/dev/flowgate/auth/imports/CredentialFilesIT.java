package dev.flowgate.auth.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.ImportedCredential;
import dev.flowgate.event.FlowGateEvent;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real umasks, real disks that are full or read-only, and what a watcher of the folder sees. */
@Timeout(60)
class CredentialFilesIT {
    private static final Path SOURCE = Path.of("source.json");

    @TempDir
    Path temporary;

    private Path home;

    @BeforeEach
    void sample() throws IOException {
        home = temporary.toRealPath().resolve("home");
        new Sources(home)
                .write(".codex/auth.json", Map.of("tokens", Map.of("access_token", "made-up", "account_id", "acct-1")));
    }

    private static ImportedCredential credential(int size) {
        return new ImportedCredential(
                "codex-ada.json",
                FileMembers.ofType("codex")
                        .add("access_token", "x".repeat(size))
                        .toMap(),
                null,
                null,
                List.of());
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        }
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static int run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        return process.onExit().orTimeout(30, TimeUnit.SECONDS).join().exitValue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"000", "022", "077"})
    void writesPrivatelyUnderEveryUmask(String umask) throws IOException {
        Path parent = temporary.resolve("project");
        Path folder = parent.resolve("auths");
        String classPath =
                System.getProperty("java.class.path") + File.pathSeparator + System.getProperty("jdk.module.path", "");
        int exit = run(List.of(
                "sh",
                "-c",
                "umask " + umask + "; exec \"$0\" \"$@\"",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                ImportProgram.class.getName(),
                home.toString(),
                folder.toString()));

        assertThat(exit).isZero();
        assertThat(mode(parent)).isEqualTo("rwx------");
        assertThat(mode(folder)).isEqualTo("rwx------");
        assertThat(files(folder))
                .singleElement()
                .satisfies(file -> assertThat(mode(file)).isEqualTo("rw-------"));
    }

    @Test
    void leavesNothingBehindOnAFullDisk() throws IOException {
        inSmallFileSystem("size=64k", folder -> {
            CredentialFiles files = new CredentialFiles(folder);
            files.save(credential(100), SOURCE);
            String before = Files.readString(folder.resolve("codex-ada.json"));

            assertThatThrownBy(() -> files.save(credential(200_000), SOURCE))
                    .isInstanceOf(AuthException.class)
                    .hasMessageContaining("cannot be written to " + folder + ": No space left on device")
                    .hasMessageContaining("What was there before is still there");
            assertThat(files(folder)).containsExactly(folder.resolve("codex-ada.json"));
            assertThat(folder.resolve("codex-ada.json")).hasContent(before);
        });
    }

    @Test
    void saysThatTheFolderIsReadOnly() throws IOException {
        inSmallFileSystem("ro", folder -> {
            List<FlowGateEvent> events = new ArrayList<>();
            CredentialImport codex =
                    new CredentialImport(new CodexImporter(), new Sources(home).context("codex"), events::add);

            assertThatThrownBy(() -> codex.run(null, folder))
                    .isInstanceOf(AuthException.class)
                    .hasMessageContaining("cannot be written to " + folder + ": Read-only file system");
            assertThat(events).extracting(FlowGateEvent::result).containsExactly("failed");
            assertThat(files(folder)).isEmpty();
        });
    }

    @Test
    void aWatcherOfTheFolderSeesTheFileOnceAndWhole() throws IOException, InterruptedException {
        Path folder = Files.createDirectory(temporary.resolve("auths"));
        try (WatchService watch = folder.getFileSystem().newWatchService()) {
            folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
            new CredentialFiles(folder).save(credential(50_000), SOURCE);

            assertThat(jsonEvents(watch)).containsExactly("ENTRY_CREATE codex-ada.json");
        }
    }

    private static List<String> jsonEvents(WatchService watch) throws InterruptedException {
        List<String> events = new ArrayList<>();
        // A marker is not needed: the events of one rename arrive together, so that a second of silence ends them.
        for (WatchKey key = watch.poll(20, TimeUnit.SECONDS); key != null; key = watch.poll(1, TimeUnit.SECONDS)) {
            for (WatchEvent<?> event : key.pollEvents()) {
                if (String.valueOf(event.context()).endsWith(".json")) {
                    events.add(event.kind().name() + " " + event.context());
                }
            }
            key.reset();
        }
        return events;
    }

    /** Mounts a file system of its own, which takes root; elsewhere the test is skipped, and says so. */
    private void inSmallFileSystem(String options, FolderCheck check) throws IOException {
        Path mountPoint = Files.createDirectory(temporary.resolve("mounted"));
        assumeTrue(
                run(List.of("mount", "-t", "tmpfs", "-o", options + ",mode=700", "tmpfs", mountPoint.toString())) == 0,
                "SKIPPED: a tmpfs cannot be mounted here, which takes root");
        try {
            check.on(mountPoint);
        } finally {
            run(List.of("umount", mountPoint.toString()));
        }
    }

    private interface FolderCheck {
        void on(Path folder) throws IOException;
    }
}
