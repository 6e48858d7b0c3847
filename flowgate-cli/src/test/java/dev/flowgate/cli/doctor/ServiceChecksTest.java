package dev.flowgate.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.cli.real.ProgramFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checks of what the configuration says of services, without any that runs. */
class ServiceChecksTest {
    @TempDir
    Path folder;

    @Test
    void theEmbeddedEngineNeedsNoProgram() throws Exception {
        Finding finding = new RuntimeBinariesCheck().look(Examinations.demo(folder));

        assertThat(finding.isPassed()).isTrue();
        assertThat(finding.details())
                .containsEntry("path", folder.resolve(".router/runtime/bin").toString())
                .doesNotContainKey("missing");
    }

    @Test
    void missingProgramsAreNamedWithTheirRepair() throws Exception {
        Files.createFile(folder.resolve("plain.sh"));
        Examination examination = Examinations.services(folder, """
                services:
                  cliproxyapi_plus: {command: {args: [.router/runtime/bin/CLIProxyAPIPlus], cwd: .}}
                  plain: {port: 9001, command: {args: [./plain.sh], cwd: .}}
                  lost: {port: 9002, command: {args: [no-such-program-anywhere]}}
                  fine: {port: 9003, command: {args: [sh]}}
                """);

        Finding finding = new RuntimeBinariesCheck().look(examination);

        assertThat(finding.details()).containsEntry("missing", "cliproxyapi_plus,plain,lost");
        assertThat(finding.problems())
                .extracting(Remark::command)
                .containsExactly(
                        "flowgate bootstrap download cliproxyapi_plus",
                        "chmod u+x " + folder.resolve("plain.sh"),
                        null);
    }

    @Test
    void aProgramThatCanBeRunIsNotMissing() throws Exception {
        Path program = Files.createFile(folder.resolve("tool"));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));

        assertThat(ProgramFile.find("./tool", folder, null)).contains(program);
        assertThat(ProgramFile.find("tool", folder, "/nonexistent:.")).contains(program);
        assertThat(ProgramFile.find("tool", folder, null)).isEmpty();
        assertThat(ProgramFile.find("\0", folder, ".")).isEmpty();
    }

    @Test
    void twoServicesOnOnePortAreAProblem() throws Exception {
        Examination examination = Examinations.services(folder, """
                services:
                  one: {command: {args: [sh]}}
                  two: {port: 9, command: {args: [sh]}}
                  three: {port: 9, command: {args: [sh]}}
                """);

        assertThat(new PortsCheck().look(examination).problems())
                .extracting(Remark::text)
                .containsExactly("two and three both want port 9");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, false, true, 0",
        "0.0.0.0,   false, false, 0",
        "0.0.0.0,   true, true, 1",
        "::1,       false, true, 0",
    })
    void theRouterIsExposedOnlyWithoutAKey(String host, boolean key, boolean passes, int warnings) throws Exception {
        Examination examination =
                Examinations.of(folder, """
                services: {litellm: {host: "%s", command: {args: [litellm]}}}
                profiles: {balanced: {}}
                litellm_base: {model_list: [{model_name: m, litellm_params: {model: openai/m}}], general_settings: %s}
                """.formatted(host, key ? "{master_key: os.environ/K}" : "{}"));

        Finding finding = new ExposureCheck().look(examination);

        assertThat(finding.isPassed()).isEqualTo(passes);
        assertThat(finding.warnings()).hasSize(warnings);
    }

    @Test
    void cliProxyApiIsNotToBeReachedFromOutside() throws Exception {
        Examination examination =
                Examinations.services(folder, "services: {cliproxyapi_plus: {host: 0.0.0.0, command: {args: [x]}}}\n");

        assertThat(new ExposureCheck().look(examination).isPassed()).isFalse();
    }

    @Test
    void noSupervisorIsNeededWhereNothingIsRestarted() throws Exception {
        assertThat(new SupervisorCheck().look(Examinations.demo(folder)).skipped())
                .isNotNull();
    }

    @Test
    void aSupervisorThatWasNotStartedYetIsNoProblem() throws Exception {
        Examination examination =
                Examinations.services(folder, "services: {litellm: {type: embedded, restart: always}}\n");

        Finding finding = new SupervisorCheck().look(examination);

        assertThat(finding.isPassed()).isTrue();
        assertThat(finding.details()).containsEntry("running", "no");
    }
}
