package dev.flowgate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flowgate.cli.Distribution.Result;
import dev.flowgate.cli.Distribution.Running;
import dev.flowgate.process.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Reads logs that the test writes as services would. */
@Timeout(120)
class ServiceLogsE2EIT {
    private static final String OLD = "2020-01-01 00:00:00 old\n";

    @TempDir
    Path folder;

    private Distribution configured() throws IOException {
        String yaml = Configurations.demo(FreePort.next()).replace("services:\n", """
                        services:
                          ticker:
                            port: %d
                            command: {args: [/bin/true]}
                        """.formatted(FreePort.next()));
        return Distribution.in(folder).configure(yaml);
    }

    private Path log(String service) {
        return folder.resolve(".router/runtime/services/" + service + "/service.log");
    }

    private void write(String service, String text) throws IOException {
        Files.createDirectories(folder.resolve(".router/runtime/services/" + service));
        Files.writeString(log(service), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static void awaitOutput(Running running, String text) {
        await().atMost(Duration.ofSeconds(20)).until(() -> running.out().contains(text));
    }

    private static void end(Running running) throws InterruptedException {
        running.process().destroy();
        running.process().waitFor();
    }

    @Test
    void followsThroughTruncationAndRename() throws Exception {
        try (Distribution flowgate = configured()) {
            write("ticker", OLD);
            Running logs = flowgate.start("service", "logs", "-f", "ticker");
            try {
                awaitOutput(logs, OLD);
                Files.writeString(log("ticker"), "after the cut\n");
                awaitOutput(logs, "after the cut\n");

                Files.move(log("ticker"), log("ticker").resolveSibling("service.log.1"));
                write("ticker", "in the new file\n");
                awaitOutput(logs, "in the new file\n");
                assertThat(logs.out()).isEqualTo(OLD + "after the cut\nin the new file\n");
            } finally {
                end(logs);
            }
        }
    }

    @Test
    void showsWhatIsNewOfAllWithTheirNames() throws Exception {
        try (Distribution flowgate = configured()) {
            String recent = Instant.now().minusSeconds(60) + " recent\n";
            write("ticker", OLD + recent);
            Files.move(log("ticker"), log("ticker").resolveSibling("service.log.1"));
            write("ticker", "without a time\n");
            write("litellm", "hello\n");

            assertThat(flowgate.run("service", "logs").out())
                    .contains("ticker | without a time\n", "litellm | hello\n");
            assertThat(flowgate.run("service", "logs", "--since", "10m").out())
                    .contains("ticker | " + recent + "ticker | without a time\n", "litellm | hello\n")
                    .doesNotContain("old");
            assertThat(flowgate.run("service", "logs", "--since", "10m", "-n", "1", "ticker")
                            .out())
                    .isEqualTo("without a time\n");
            Result wrong = flowgate.run("service", "logs", "--since", "yesterday");
            assertThat(wrong.exitCode()).isEqualTo(2);
            assertThat(wrong.err()).contains("'yesterday' is no time for --since");
        }
    }

    @Test
    void followsWhatIsNewSinceATime() throws Exception {
        try (Distribution flowgate = configured()) {
            write("ticker", OLD + "without a time\n");
            Running logs = flowgate.start("service", "logs", "-f", "--since", "10m", "ticker");
            try {
                awaitOutput(logs, "without a time\n");
                write("ticker", "next\n");
                awaitOutput(logs, "next\n");
                assertThat(logs.out()).isEqualTo("without a time\nnext\n");
            } finally {
                end(logs);
            }
        }
    }
}
