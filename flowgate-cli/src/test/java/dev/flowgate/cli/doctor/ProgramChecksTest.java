package dev.flowgate.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checks of LiteLLM as a process, where nothing has to be run. */
class ProgramChecksTest {
    private static final String OWN =
            "services: {litellm: {type: process, command: {args: [venv/bin/litellm], cwd: .}}}\n";

    @TempDir
    Path folder;

    private void install(String version) throws Exception {
        Path bin = Files.createDirectories(folder.resolve("venv/bin"));
        Files.createDirectories(folder.resolve("venv/lib/python3.11/site-packages/litellm-" + version + ".dist-info"));
        Path script = bin.resolve("litellm");
        Files.writeString(script, "#!" + bin + "/python3.11\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void theEmbeddedEngineNeedsNeitherLiteLlmNorPython() throws Exception {
        Examination examination = Examinations.demo(folder);

        assertThat(new RuntimeDependencyCheck().look(examination).skipped()).isNotNull();
        assertThat(new RuntimeDependencyCheck().look(examination).details()).containsEntry("module", "litellm");
        assertThat(new PythonCheck().look(examination).skipped()).isNotNull();
        assertThat(new CliProxyApiVersionCheck().look(examination).skipped()).isNotNull();
        assertThat(new CliProxyApiConfigCheck().look(examination).skipped()).isNotNull();
    }

    @Test
    void whatFlowGateInstallsIsDownloadedWhenItIsMissing() throws Exception {
        Examination examination = Examinations.services(folder, "services: {litellm: {type: process}}\n");

        assertThat(new RuntimeDependencyCheck().look(examination).problems())
                .extracting(Remark::command)
                .containsExactly("flowgate bootstrap download litellm");
    }

    @Test
    void theReleaseThatBelongsToFlowGatePasses() throws Exception {
        install("1.75.8");

        Finding finding = new RuntimeDependencyCheck().look(Examinations.services(folder, OWN));

        assertThat(finding.isPassed()).isTrue();
        assertThat(finding.warnings()).isEmpty();
        assertThat(finding.details()).containsEntry("version", "1.75.8");
    }

    @Test
    void anotherReleaseWarns() throws Exception {
        install("1.80.0");

        Finding finding = new RuntimeDependencyCheck().look(Examinations.services(folder, OWN));

        assertThat(finding.isPassed()).isTrue();
        assertThat(finding.warnings())
                .extracting(Remark::text)
                .singleElement()
                .asString()
                .contains("1.80.0", "1.75.8");
    }

    @Test
    void aStolenReleaseFails() throws Exception {
        install("1.82.8");

        assertThat(new RuntimeDependencyCheck()
                        .look(Examinations.services(folder, OWN))
                        .problems())
                .extracting(Remark::text)
                .singleElement()
                .asString()
                .contains("1.82.8", "stolen");
    }
}
