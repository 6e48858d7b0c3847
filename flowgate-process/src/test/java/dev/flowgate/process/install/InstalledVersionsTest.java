package dev.flowgate.process.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstalledVersionsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String DIGEST = "0123456789abcdef".repeat(4);

    @TempDir
    Path runtime;

    private InstalledVersions versions;

    @BeforeEach
    void create() {
        versions = new InstalledVersions(runtime, "tool", "Tool", Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private InstalledVersion make(VersionChange change, String version) throws IOException {
        try (NewVersion made = change.begin(version + "-01234567")) {
            Files.writeString(made.folder().resolve("tool"), version);
            return made.finish(version, "tool", DIGEST, "https://example.com/tool-" + version);
        }
    }

    private InstalledVersion install(String version) throws Exception {
        try (VersionChange change = change()) {
            InstalledVersion made = make(change, version);
            change.activate(made);
            return made;
        }
    }

    private VersionChange change() throws InterruptedException {
        return versions.change("test", Duration.ofSeconds(5));
    }

    private String content() throws IOException {
        return Files.readString(runtime.resolve("bin/Tool"));
    }

    private List<String> folders() throws IOException {
        try (Stream<Path> entries = Files.list(runtime.resolve("installed/tool"))) {
            return entries.filter(Files::isDirectory)
                    .map(each -> each.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void hasNoneAtFirstAndCreatesNothingByLooking() throws IOException {
        assertThat(versions.active()).isEmpty();
        assertThat(versions.previous()).isEmpty();
        assertThat(versions.all()).isEmpty();
        assertThat(runtime).isEmptyDirectory();
    }

    @Test
    void linkIsRelativeAndLeadsToTheActiveVersion() throws Exception {
        InstalledVersion made = install("1.0");

        assertThat(Files.readSymbolicLink(runtime.resolve("bin/Tool")))
                .isEqualTo(Path.of("../installed/tool/1.0-01234567/tool"));
        assertThat(versions.active()).contains(made);
        assertThat(made)
                .isEqualTo(new InstalledVersion(
                        runtime.resolve("installed/tool/1.0-01234567"),
                        "1.0",
                        "tool",
                        DIGEST,
                        "https://example.com/tool-1.0",
                        NOW));
        assertThat(versions.previous()).isEmpty();
    }

    @Test
    void foldersAreTheirOwnersAlone() throws Exception {
        install("1.0");

        for (String folder : List.of("bin", "installed", "installed/tool", "installed/tool/1.0-01234567")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(runtime.resolve(folder))))
                    .as(folder)
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void keepsTheActiveAndThePreviousVersion() throws Exception {
        install("1.0");
        install("2.0");
        install("3.0");

        assertThat(content()).isEqualTo("3.0");
        assertThat(versions.previous()).map(InstalledVersion::version).contains("2.0");
        assertThat(folders()).containsExactly("2.0-01234567", "3.0-01234567");
    }

    @Test
    void rollsBackAndForthBetweenTheLastTwo() throws Exception {
        install("1.0");
        install("2.0");

        for (String expected : List.of("1.0", "2.0", "1.0")) {
            try (VersionChange change = change()) {
                assertThat(change.rollBack()).map(InstalledVersion::version).contains(expected);
            }
            assertThat(content()).isEqualTo(expected);
        }
        assertThat(folders()).hasSize(2);
    }

    @Test
    void hasNothingToRollBackToAfterTheFirst() throws Exception {
        install("1.0");
        try (VersionChange change = change()) {
            assertThat(change.rollBack()).isEmpty();
        }
        assertThat(content()).isEqualTo("1.0");
    }

    @Test
    void replacementAfterARollbackKeepsWhatWasRunBeforeIt() throws Exception {
        install("1.0");
        install("2.0");
        try (VersionChange change = change()) {
            change.rollBack();
        }
        install("3.0");

        assertThat(versions.previous()).map(InstalledVersion::version).contains("1.0");
    }

    /** As after a kill between the two writes of an activation. */
    @Test
    void previousVersionIsRightAlsoWhenTheLinkWasNotSwappedAnymore() throws Exception {
        install("1.0");
        InstalledVersion second = install("2.0");
        try (VersionChange change = change()) {
            make(change, "3.0");
        }
        ActivationHistory.of("3.0-01234567", second.id(), "1.0-01234567").write(runtime.resolve("installed/tool"));

        assertThat(versions.active()).contains(second);
        assertThat(versions.previous()).map(InstalledVersion::version).contains("1.0");
    }

    @Test
    void unfinishedVersionIsRemovedWhenItIsGivenUp() throws Exception {
        try (VersionChange change = change();
                NewVersion made = change.begin("1.0-01234567")) {
            Files.createDirectories(made.folder().resolve("a/b"));
            Files.writeString(made.folder().resolve("a/b/tool"), "half");
        }

        assertThat(folders()).isEmpty();
        assertThat(versions.all()).isEmpty();
    }

    @Test
    void removesWhatADeadInstallerLeft() throws Exception {
        install("1.0");
        Path half = Files.createDirectories(runtime.resolve("installed/tool/2.0-01234567"));
        Files.writeString(half.resolve("tool"), "half");
        Path temporary = Files.createSymbolicLink(runtime.resolve("bin/.Tool.1a.tmp"), Path.of("nowhere"));

        assertThat(versions.all()).map(InstalledVersion::version).containsExactly("1.0");
        install("2.0");

        assertThat(content()).isEqualTo("2.0");
        assertThat(folders()).containsExactly("1.0-01234567", "2.0-01234567");
        assertThat(temporary).doesNotExist();
    }

    @Test
    void finishedVersionOfTheSameNameIsLeftAlone() throws Exception {
        InstalledVersion first = install("1.0");
        InstalledVersion again = install("1.0");

        assertThat(again.id()).isEqualTo("1.0-01234567.2");
        assertThat(versions.previous()).contains(first);
    }

    @Test
    void removalFollowsNoLink() throws Exception {
        Path outside = Files.writeString(
                Files.createDirectory(runtime.resolve("outside")).resolve("kept"), "kept");
        try (VersionChange change = change();
                NewVersion made = change.begin("1.0-01234567")) {
            Files.createSymbolicLink(made.folder().resolve("link"), outside.getParent());
        }

        assertThat(outside).hasContent("kept");
    }

    @Test
    void plainFileThatSomebodyPutThereBecomesThePreviousVersion() throws Exception {
        Files.createDirectory(runtime.resolve("bin"));
        Files.writeString(runtime.resolve("bin/Tool"), "theirs");

        assertThat(versions.active()).isEmpty();
        install("1.0");

        assertThat(content()).isEqualTo("1.0");
        assertThat(versions.previous()).map(InstalledVersion::version).contains(InstalledVersion.UNKNOWN);
        try (VersionChange change = change()) {
            change.rollBack();
        }
        assertThat(content()).isEqualTo("theirs");
    }

    @Test
    void linkToSomewhereElseBecomesThePreviousVersion() throws Exception {
        Path theirs = Files.writeString(runtime.resolve("theirs"), "theirs");
        Files.createSymbolicLink(Files.createDirectory(runtime.resolve("bin")).resolve("Tool"), theirs);

        install("1.0");
        try (VersionChange change = change()) {
            change.rollBack();
        }

        assertThat(content()).isEqualTo("theirs");
        assertThat(theirs).hasContent("theirs");
    }

    @Test
    void linkToNothingIsReplaced() throws Exception {
        Files.createSymbolicLink(Files.createDirectory(runtime.resolve("bin")).resolve("Tool"), Path.of("gone"));

        install("1.0");

        assertThat(content()).isEqualTo("1.0");
        assertThat(versions.previous()).isEmpty();
    }

    @Test
    void refusesAFolderInPlaceOfTheProgram() throws IOException {
        Path folder = Files.createDirectories(runtime.resolve("bin/Tool"));

        assertThatThrownBy(() -> install("1.0"))
                .isInstanceOf(InstallException.class)
                .hasMessageContaining(folder + " is a folder")
                .hasMessageContaining("Move it away");
        assertThat(folder).isDirectory();
    }

    @Test
    void damagedRecordIsNoInstallation() throws Exception {
        install("1.0");
        Path record = runtime.resolve("installed/tool/1.0-01234567/install.json");
        for (String damaged : List.of("", "{}", "[]", "{\"version\":1}")) {
            Files.writeString(record, damaged);
            assertThat(versions.active()).as(damaged).isEmpty();
        }
        String outside = Files.readString(Files.writeString(runtime.resolve("outside"), "x"));
        Files.writeString(
                record,
                "{\"version\":\"1\",\"program\":\"../../../outside\",\"sha256\":\"\",\"source\":\"\","
                        + "\"installed_at\":\"2026-01-02T03:04:05Z\"}");
        assertThat(outside).isEqualTo("x");
        assertThat(versions.active()).isEmpty();
    }

    @Test
    void linkIsAbsoluteWhenTheFolderOfLinksIsElsewhere() throws Exception {
        Path elsewhere = Files.createDirectories(runtime.resolve("far/away/bin"));
        Files.createSymbolicLink(runtime.resolve("bin"), elsewhere);

        install("1.0");

        assertThat(content()).isEqualTo("1.0");
        assertThat(versions.active()).map(InstalledVersion::version).contains("1.0");
    }

    @Test
    void interruptedThreadRemovesNoVersionThatIsWanted() throws Exception {
        install("1.0");
        install("2.0");
        try (VersionChange change = change()) {
            InstalledVersion made = make(change, "3.0");
            Thread.currentThread().interrupt();
            change.activate(made);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }

        assertThat(content()).isEqualTo("3.0");
        assertThat(folders()).containsExactly("2.0-01234567", "3.0-01234567");
    }

    @Test
    void secondInstallerIsToldWhoIsAtWork() throws Exception {
        try (VersionChange first = change()) {
            assertThatThrownBy(() -> versions.change("test", Duration.ZERO))
                    .isInstanceOf(InstallException.class)
                    .hasMessageStartingWith("tool is being installed by pid "
                            + ProcessHandle.current().pid());
            first.rollBack();
        }
    }

    @Test
    void tellsHowMuchRoomIsMissing() {
        assertThatThrownBy(() -> InstallStorage.requireRoom(runtime, Long.MAX_VALUE - 1))
                .isInstanceOf(InstallException.class)
                .hasMessageContaining("The disk of " + runtime + " is too full")
                .hasMessageContaining("are needed");
    }
}
