package dev.flowgate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flowgate.cli.Distribution.Running;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ServiceLogsE2EIT {
    private static final String TWO = """
            services:
              ticker:
                port: 0
                command: {args: [/bin/sh, -c, "echo '2020-01-01 00:00:00 old'; while :; do date '+%Y-%m-%d %T tick'; sleep 0.1; done"]}
              quiet:
                port: 0
                command: {args: [/bin/sh, -c, "echo hello; exec sleep 1000"]}
            """;

    @TempDir
    Path folder;

    private static String configuration() throws Exception {
        return Configurations.demo(Distribution.freePort()).replace("services:\n", TWO);
    }

    private static void awaitOutput(Running running, String text) {
        await().atMost(Duration.ofSeconds(20)).until(() -> running.out().contains(text));
    }

    private Path log() {
        return folder.resolve(".router/runtime/services/ticker/service.log");
    }

    @Test
    void followsThroughTruncationAndRename() throws Exception {
        try (Distribution flowgate = Distribution.in(folder).configure(configuration())) {
            assertThat(flowgate.run("service", "start", "ticker").exitCode()).isZero();
            Running logs = flowgate.start("service", "logs", "-f", "ticker");
            try {
                awaitOutput(logs, " tick\n");

                try (RandomAccessFile file = new RandomAccessFile(log().toFile(), "rw")) {
                    file.setLength(0);
                }
                int seen = logs.out().length();
                await().atMost(Duration.ofSeconds(20)).until(() -> logs.out().length() > seen);

                Files.move(log(), log().resolveSibling("service.log.1"));
                Files.writeString(log(), "in the new file\n");
                awaitOutput(logs, "in the new file\n");
            } finally {
                logs.process().destroy();
                logs.process().waitFor();
            }
        }
    }

    @Test
    void showsWhatIsNewOfAllWithTheirNames() throws Exception {
        try (Distribution flowgate = Distribution.in(folder).configure(configuration())) {
            assertThat(flowgate.run("service", "start", "ticker").exitCode()).isZero();
            assertThat(flowgate.run("service", "start", "quiet").exitCode()).isZero();

            String all = flowgate.run("service", "logs").out();
            assertThat(all).contains("ticker | 2020-01-01 00:00:00 old\n", "quiet | hello\n", " tick\n");
            String recent =
                    flowgate.run("service", "logs", "--since", "10m", "all").out();
            assertThat(recent).contains("quiet | hello\n", " tick\n").doesNotContain("old");
            assertThat(flowgate.run("service", "logs", "--since", "10m", "-n", "1", "quiet")
                            .out())
                    .isEqualTo("hello\n");
            Distribution.Result wrong = flowgate.run("service", "logs", "--since", "yesterday");
            assertThat(wrong.exitCode()).isEqualTo(2);
            assertThat(wrong.err()).contains("'yesterday' is no time for --since");

            Running logs = flowgate.start("service", "logs", "-f", "--since", "10m", "ticker");
            try {
                awaitOutput(logs, " tick\n");
                int seen = logs.out().length();
                await().atMost(Duration.ofSeconds(20)).until(() -> logs.out().length() > seen);
                assertThat(logs.out()).doesNotContain("old");
            } finally {
                logs.process().destroy();
                logs.process().waitFor();
            }
        }
    }
}
