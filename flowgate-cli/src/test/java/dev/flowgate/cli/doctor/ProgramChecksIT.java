package dev.flowgate.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The checks that ask a program what it is. */
@Timeout(60)
class ProgramChecksIT {
    private static final String SERVICE = "services: {cliproxyapi_plus: {command: {args: [./server], cwd: .}}}\n";

    @TempDir
    Path folder;

    private Path program(String name, String script) throws Exception {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void theBannerOfCliProxyApiTellsItsVersion() throws Exception {
        program("server", "[ \"$1\" = -h ] && echo 'CLIProxyAPI Version: 6.8.16-0-plus, Commit: abc, BuiltAt: now'\n");

        assertThat(new CliProxyApiVersionCheck()
                        .look(Examinations.services(folder, SERVICE))
                        .details())
                .containsEntry("version", "6.8.16-0-plus");
    }

    @Test
    void aProgramThatIsSomethingElseFails() throws Exception {
        program("server", "echo hello; exit 3\n");

        Finding finding = new CliProxyApiVersionCheck().look(Examinations.services(folder, SERVICE));

        assertThat(finding.isPassed()).isFalse();
        assertThat(finding.problems().get(0).text()).contains("exit code 3");
    }

    @Test
    void aProgramThatDoesNotEndIsEnded() throws Exception {
        Path hanging = program("hang", "exec sleep 600\n");

        ProgramRun run = ProgramRun.of(folder, List.of(hanging.toString()));

        assertThat(run.exitCode()).isGreaterThan(128);
    }

    @Test
    void onlyASupportedPythonIsTakenForLiteLlm() throws Exception {
        Path old = program("python3", "echo version=3.7.1\n");
        Examination examination = Examinations.services(
                folder, "services: {litellm: {type: process}}\nbootstrap: {litellm: {python: " + old + "}}\n");

        Finding finding = new PythonCheck().look(examination);

        assertThat(finding.isPassed()).isFalse();
        assertThat(finding.problems().get(0).text()).contains("bootstrap.litellm.python");
        assertThat(finding.details()).isEmpty();
    }
}
