package dev.flowgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.cli.Distribution.Result;
import dev.flowgate.cli.Distribution.Running;
import dev.flowgate.process.FreePort;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class BadInputE2EIT {
    @TempDir
    Path folder;

    @Test
    void saysWhatIsMissingOnTheCommandLine() throws Exception {
        try (Distribution flowgate = Distribution.in(folder)) {
            assertUsageError(flowgate.run("stats"), "stats");
            assertUsageError(flowgate.run("profile"), "set");
            assertUsageError(flowgate.run("profile", "set"), "NAME");
            assertUsageError(flowgate.run("status", "--format", "xml"), "xml");
            assertUsageError(flowgate.run(), "up");
        }
    }

    @Test
    void saysWhatToDoWithoutAConfiguration() throws Exception {
        try (Distribution flowgate = Distribution.in(folder)) {
            Result status = flowgate.run("status");

            assertThat(status.exitCode()).isEqualTo(2);
            assertThat(status.err()).contains("config/flowgate.yaml", "flowgate init");
            assertThat(status.out()).isEmpty();
        }
    }

    @Test
    void namesEveryProblemWithItsPlace() throws Exception {
        try (Distribution flowgate = Distribution.in(folder)
                .configure(Configurations.demo(4000)
                        .replace("profiles:", "profles:")
                        .replace("port: 4000", "port: 99999"))) {
            Result validate = flowgate.run("config", "validate");

            assertThat(validate.exitCode()).isEqualTo(2);
            assertThat(validate.out())
                    .contains(
                            "config:valid=no", "profles", "did you mean `profiles`", "services.litellm.port", "65535");
            Result up = flowgate.run("up");
            assertThat(up.exitCode()).isEqualTo(2);
            assertThat(up.err()).contains("profles").doesNotContain("\tat ");
        }
    }

    @Test
    void saysWhyAResultIsNotThereUnlessNobodyReadsIt() throws Exception {
        try (Distribution flowgate = Distribution.in(folder).configure(Configurations.demo(4000))) {
            assertThat(Path.of("/dev/full")).as("a device that is always full").exists();

            Result full = shell(flowgate, "\"$0\" \"$@\" > /dev/full");
            Result unread = shell(flowgate, "\"$0\" \"$@\" | true");

            assertThat(full.exitCode()).isEqualTo(1);
            assertThat(full.err())
                    .startsWith("error: The result could not be written to standard output: No space left on device.")
                    .hasLineCount(1);
            assertThat(unread.err()).isEmpty();
        }
    }

    private static Result shell(Distribution flowgate, String script) throws Exception {
        List<String> command = new ArrayList<>(List.of("bash", "-c", script));
        command.addAll(flowgate.command("config", "schema"));
        Running running = flowgate.start(command);
        assertThat(running.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
        return running.result();
    }

    @Test
    void neverShowsAStackTraceForAHostileFile() throws Exception {
        List<String> hostile = List.of(
                "",
                "\u0000\u0000",
                "a: b: c",
                "paths:\n\truntime_dir: x",
                "[".repeat(50_000),
                "{\"a\":" + "[".repeat(50_000),
                "&a [*a]",
                "x".repeat(3_000_000),
                "paths: 1\nservices: []\nlitellm_base: x\nprofiles: null");
        for (String yaml : hostile) {
            Distribution flowgate = Distribution.in(folder).configure(yaml);

            Result validate = flowgate.run("config", "validate");

            assertThat(validate.exitCode()).isEqualTo(2);
            assertThat(validate.out() + validate.err())
                    .contains("flowgate.yaml")
                    .doesNotContain("\tat ", "org.snakeyaml", "Exception");
        }
    }

    @Test
    void doesNotOverwriteAConfiguration() throws Exception {
        try (Distribution flowgate = Distribution.in(folder).configure(Configurations.demo(4000))) {
            Result init = flowgate.run("init");

            assertThat(init.exitCode()).isEqualTo(1);
            assertThat(init.err()).contains("--force");
            assertThat(folder.resolve("config/flowgate.yaml")).hasContent(Configurations.demo(4000));
        }
    }

    @Test
    void refusesToListenToTheWorldWithoutAKey() throws Exception {
        try (Distribution flowgate = Distribution.in(folder)
                .configure(Configurations.demo(FreePort.next())
                        .replace("type: embedded,", "type: embedded, host: 0.0.0.0,"))) {
            Result up = flowgate.run("up");

            assertThat(up.exitCode()).isEqualTo(1);
            assertThat(up.err()).contains("master_key");
        }
    }

    @Test
    void tellsOfAVariableThatIsNotSetAndNeverOfASecret() throws Exception {
        String yaml = Configurations.proxied(FreePort.next(), "http://127.0.0.1:1")
                .replace("api_key: os.environ/UPSTREAM_KEY", "api_key: os.environ/NOBODY_SETS_THIS")
                .replace("os.environ/ROUTER_KEY", "\"sk-written-in-the-file\"");
        try (Distribution flowgate = Distribution.in(folder).configure(yaml)) {
            Result up = flowgate.run("up");
            assertThat(up.exitCode()).as(up.err()).isZero();
            assertThat(up.err()).contains("NOBODY_SETS_THIS is not set");

            Result show = flowgate.run("config", "show");
            Result profile = flowgate.run("profile", "show");
            for (Result result : List.of(up, show, profile, flowgate.run("events"), flowgate.run("service", "logs"))) {
                assertThat(result.out() + result.err()).doesNotContain("sk-written-in-the-file");
            }
            assertThat(commandLines()).doesNotContain("sk-written-in-the-file");
        }
    }

    private static void assertUsageError(Result result, String mentioned) {
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains(mentioned).doesNotContain("\tat ");
    }

    private static String commandLines() {
        StringBuilder all = new StringBuilder();
        for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
            process.info().commandLine().ifPresent(all::append);
        }
        assertThat(all).contains("dev.flowgate.cli.Main");
        return all.toString();
    }
}
