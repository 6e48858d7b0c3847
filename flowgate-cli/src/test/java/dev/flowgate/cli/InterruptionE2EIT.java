package dev.flowgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.cli.Distribution.Result;
import dev.flowgate.process.FreePort;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C in a real terminal, against a service that does not care about SIGTERM. */
@Timeout(180)
class InterruptionE2EIT {
    private static final String STUBBORN = Configurations.PATHS + """
            services:
              stubborn:
                %s
                stop_timeout: 100
                command: {args: [/bin/sh, -c, "trap '' TERM; while :; do sleep 1; done"]}
            litellm_base:
              model_list:
                - model_name: demo
                  litellm_params: {model: openai/demo, mock_response: hello}
            profiles:
              balanced: {}
            """;

    @TempDir
    Path folder;

    private String inTerminal(List<String> texts, String... words) throws Exception {
        Path script = folder.resolve("interrupts.py");
        try (InputStream resource =
                Objects.requireNonNull(InterruptionE2EIT.class.getResourceAsStream("interrupts.py"))) {
            Files.write(script, resource.readAllBytes());
        }
        List<String> command = new ArrayList<>(List.of("python3", script.toString()));
        command.addAll(texts);
        command.add("--");
        command.add(Path.of(System.getProperty("flowgate.distribution"), "bin", "flowgate")
                .toString());
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output;
    }

    @Test
    void theSecondCtrlCKillsWhatUpIsStopping() throws Exception {
        String yaml = STUBBORN.formatted("port: " + FreePort.next());
        try (Distribution flowgate = Distribution.in(folder).configure(yaml)) {
            String output = inTerminal(List.of("waiting for stubborn", "Interrupted: stopping stubborn"), "up");

            assertThat(output).contains("ended 130").doesNotContain("error:");
            assertThat(flowgate.run("status").out()).contains("stubborn_running=no");
        }
    }

    @Test
    void theSecondCtrlCKillsWhatAStopWaitsFor() throws Exception {
        try (Distribution flowgate = Distribution.in(folder).configure(STUBBORN.formatted("enabled: true"))) {
            Result start = flowgate.run("service", "start", "stubborn");
            assertThat(start.exitCode()).as(start.err()).isZero();

            String output = inTerminal(
                    List.of("stopping stubborn", "Interrupted: still stopping stubborn"),
                    "service",
                    "stop",
                    "stubborn");

            assertThat(output).contains("it had to be killed", "ended 130");
            assertThat(flowgate.run("status").out()).contains("stubborn_state=stopped");
        }
    }

    @Test
    void aRestartThatIsInterruptedCompletesTheStopAndStartsNothing() throws Exception {
        try (Distribution flowgate = Distribution.in(folder).configure(STUBBORN.formatted("enabled: true"))) {
            Result start = flowgate.run("service", "start", "stubborn");
            assertThat(start.exitCode()).as(start.err()).isZero();

            String output = inTerminal(
                    List.of("stopping stubborn", "Interrupted: still stopping stubborn"),
                    "service",
                    "restart",
                    "stubborn");

            assertThat(output).contains("stubborn stopped", "service start stubborn", "ended 130");
            assertThat(flowgate.run("status").out()).contains("stubborn_state=stopped");
        }
    }
}
