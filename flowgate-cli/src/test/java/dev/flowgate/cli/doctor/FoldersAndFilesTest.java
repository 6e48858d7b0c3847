package dev.flowgate.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checks of the configuration's file, of folders and of files. */
class FoldersAndFilesTest {
    @TempDir
    Path folder;

    @Test
    void aMissingConfigurationIsWrittenByInit() {
        Finding finding = new ConfigCheck().look(Examinations.broken(folder.resolve("none.yaml"), Map.of()));

        assertThat(finding.problems()).extracting(Remark::command).containsExactly("flowgate init");
    }

    @Test
    void everyErrorOfAConfigurationIsAProblem() throws Exception {
        Finding finding =
                new ConfigCheck().look(Examinations.unusable(folder, Map.of(), "services: {}\nprofles: {}\n"));

        assertThat(finding.isPassed()).isFalse();
        assertThat(finding.problems()).extracting(Remark::text).anyMatch(text -> text.contains("profles"));
        assertThat(finding.problems()).extracting(Remark::command).containsOnlyNulls();
    }

    @Test
    void aGoodConfigurationPassesWithItsPath() throws Exception {
        Finding finding = new ConfigCheck().look(Examinations.demo(folder));

        assertThat(finding.isPassed()).isTrue();
        assertThat(finding.details())
                .containsEntry("path", folder.resolve("flowgate.yaml").toString());
    }

    @Test
    void theRuntimeFolderIsMadeByARepair() throws Exception {
        Examination examination = Examinations.demo(folder);
        Path runtime = folder.resolve(".router/runtime");

        assertThat(new RuntimeDirectoryCheck().look(examination).warnings()).hasSize(1);
        assertThat(new RuntimeDirectoryCheck().fix(examination)).containsExactly("made " + runtime);

        assertThat(new RuntimeDirectoryCheck().look(examination).warnings()).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(runtime)))
                .isEqualTo("rwx------");
    }

    @Test
    void aRuntimeFolderThatOthersCanEnterFailsAndIsClosed() throws Exception {
        Examination examination = Examinations.demo(folder);
        Path runtime = Files.createDirectories(folder.resolve(".router/runtime"));
        Files.setPosixFilePermissions(runtime, PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThat(new RuntimeDirectoryCheck().look(examination).problems())
                .extracting(Remark::command)
                .containsExactly("chmod 700 " + runtime);
        assertThat(new RuntimeDirectoryCheck().fix(examination)).hasSize(1);

        assertThat(new RuntimeDirectoryCheck().look(examination).isPassed()).isTrue();
    }

    @Test
    void aFileInPlaceOfTheRuntimeFolderFails() throws Exception {
        Examination examination = Examinations.demo(folder);
        Files.createDirectories(folder.resolve(".router"));
        Files.createFile(folder.resolve(".router/runtime"));

        assertThat(new RuntimeDirectoryCheck().look(examination).isPassed()).isFalse();
    }

    @Test
    void missingFoldersAreMadeByARepair() throws Exception {
        Examination examination = Examinations.demo(folder);

        assertThat(new FoldersCheck().look(examination).isPassed()).isTrue();
        new FoldersCheck().fix(examination);

        assertThat(folder.resolve(".router/logs")).isDirectory();
        assertThat(folder.resolve(".router/auths")).isDirectory();
    }

    @Test
    void aFileInPlaceOfAFolderFails() throws Exception {
        Examination examination = Examinations.demo(folder);
        Files.createDirectories(folder.resolve(".router"));
        Files.createFile(folder.resolve(".router/logs"));

        assertThat(new FoldersCheck().look(examination).problems())
                .extracting(Remark::text)
                .containsExactly(folder.resolve(".router/logs") + " is not a folder");
    }

    @Test
    void anEventLogThatIsNoFileFails() throws Exception {
        Examination examination = Examinations.demo(folder);
        assertThat(new EventLogCheck().look(examination).isPassed()).isTrue();

        Files.createDirectories(folder.resolve(".router/runtime/events.log"));

        assertThat(new EventLogCheck().look(examination).isPassed()).isFalse();
    }

    @Test
    void theDiskIsWrittenToAndLeftAsItWas() throws Exception {
        Examination examination = Examinations.demo(folder);
        Path runtime = Files.createDirectories(folder.resolve(".router/runtime"));

        Finding finding = new DiskCheck().look(examination);

        assertThat(finding.details()).containsKey("free_mb").containsEntry("path", runtime.toString());
        assertThat(runtime).isEmptyDirectory();
    }

    @Test
    void aDiskThatIsFullFailsAndOneThatIsNearlySoWarns() {
        Finding.Builder full = Finding.builder();
        Finding.Builder nearly = Finding.builder();
        Finding.Builder roomy = Finding.builder();

        DiskCheck.space(49, folder, "make room", full);
        DiskCheck.space(50, folder, "make room", nearly);
        DiskCheck.space(500, folder, "make room", roomy);

        assertThat(full.build().isPassed()).isFalse();
        assertThat(nearly.build().isPassed()).isTrue();
        assertThat(nearly.build().warnings()).hasSize(1);
        assertThat(roomy.build().warnings()).isEmpty();
    }

    @Test
    void upstreamCredentialsHaveToBeThereAndNotEmpty() throws Exception {
        Examination examination = Examinations.services(folder, """
                services: {litellm: {type: embedded}}
                credentials: {upstream: {absent: {file: keys/absent.key}, empty: {file: empty.key}, good: {file: good.key}}}
                """);
        Files.createFile(folder.resolve("empty.key"));
        Files.writeString(folder.resolve("good.key"), "k-1\n");

        Finding finding = new UpstreamCredentialsCheck().look(examination);

        assertThat(finding.details()).containsEntry("issues", "2");
        assertThat(finding.problems())
                .extracting(Remark::command)
                .containsExactly(
                        "mkdir -p -m 700 " + folder.resolve("keys") + " && install -m 600 /dev/stdin "
                                + folder.resolve("keys/absent.key"),
                        "install -m 600 /dev/stdin " + folder.resolve("empty.key"));
    }
}
