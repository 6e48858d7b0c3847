package dev.flowgate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flowgate.cli.Distribution.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class SupervisorE2EIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    Path folder;

    @Test
    void restartsAKilledServiceAndIsItselfKilledWithoutHarm() throws Exception {
        try (Distribution flowgate = Distribution.in(folder).configure(Configurations.services("""
                        sleeper: {command: {args: [/bin/sh, -c, "exec sleep 1000"]}, restart: always}
                        """))) {
            Result up = flowgate.run("up");
            assertThat(up.exitCode()).as(up.err()).isZero();
            assertThat(up.err()).contains("supervisor, which restarts sleeper");
            long first = up.pid("sleeper");
            long supervisor = up.pid("supervisor");

            Processes.kill(first);
            await().atMost(PATIENCE)
                    .until(() -> flowgate.run("status").out().contains("sleeper_state=running")
                            && flowgate.run("service", "start", "sleeper").pid("sleeper") != first);
            long second = flowgate.run("up").pid("sleeper");

            Processes.kill(supervisor);
            Result gone = flowgate.run("status");
            assertThat(gone.out())
                    .contains("sleeper_pid=" + second, "supervisor_state=crashed", "supervisor_exit_signal=SIGKILL");
            assertThat(gone.err()).contains("the supervisor is gone");
            assertThat(flowgate.run("health").exitCode()).isEqualTo(1);

            Result again = flowgate.run("up");
            assertThat(again.err()).contains("the supervisor had crashed");
            assertThat(again.pid("sleeper")).isEqualTo(second);
            assertThat(flowgate.run("health").exitCode()).isZero();
            long third = again.pid("supervisor");

            Result down = flowgate.run("down");
            assertThat(down.out()).startsWith("supervisor:stopped\n").contains("sleeper:stopped");
            for (long pid : List.of(first, second, supervisor, third)) {
                assertThat(Processes.runs(pid)).isFalse();
            }
            assertThat(flowgate.run("events", "-n", "100").out())
                    .contains("service_crash", "service_restart")
                    .containsOnlyOnce("attempt 1");
        }
    }

    @Test
    void aStartBringsTheSupervisorAndTheLastStopTakesItAway() throws Exception {
        try (Distribution flowgate = Distribution.in(folder).configure(Configurations.services("""
                        one: {command: {args: [/bin/sh, -c, "exec sleep 1000"]}, restart: always}
                        two: {command: {args: [/bin/sh, -c, "exec sleep 1000"]}, restart: always}
                        plain: {command: {args: [/bin/sh, -c, "exec sleep 1000"]}}
                        """))) {
            assertThat(flowgate.run("service", "start", "plain").out()).doesNotContain("supervisor");
            assertThat(flowgate.run("service", "stop", "plain").out()).isEqualTo("plain:stopped\n");

            Result start = flowgate.run("service", "start", "one");
            assertThat(start.err()).contains("starting supervisor, which restarts one");
            long supervisor = start.pid("supervisor");
            assertThat(flowgate.run("service", "restart", "two").out()).doesNotContain("supervisor");

            assertThat(flowgate.run("service", "stop", "two").out()).isEqualTo("two:stopped\n");
            assertThat(flowgate.run("service", "stop", "one").out()).isEqualTo("one:stopped\nsupervisor:stopped\n");
            assertThat(Processes.runs(supervisor)).isFalse();
            Result status = flowgate.run("status");
            assertThat(status.out()).contains("one_state=stopped").doesNotContain("supervisor");
            assertThat(status.err()).isEmpty();
        }
    }

    @Test
    void upLeavesTheWatchingToASupervisorInTheForeground() throws Exception {
        try (Distribution flowgate = Distribution.in(folder).configure(Configurations.services("""
                        sleeper: {command: {args: [/bin/sh, -c, "exec sleep 1000"]}, restart: always}
                        """))) {
            Distribution.Running foreground = flowgate.start("supervisor", "run");
            try {
                await().atMost(PATIENCE).until(() -> foreground.err().contains("watching"));

                Result up = flowgate.run("up", "--supervise");

                assertThat(up.exitCode()).as(up.err()).isZero();
                assertThat(up.out()).contains("sleeper:started").doesNotContain("supervisor");
                assertThat(up.err()).contains("pid " + foreground.process().pid() + " watches the services already");
                assertThat(flowgate.run("health").exitCode()).isZero();
            } finally {
                foreground.process().destroy();
                assertThat(foreground.process().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
            }
        }
    }

    @Test
    void saysHowAServiceCrashedThoughNobodyWatched() throws Exception {
        try (Distribution flowgate = Distribution.in(folder).configure(Configurations.services("""
                        sleeper: {command: {args: [/bin/sh, -c, "exec sleep 1000"]}}
                        """))) {
            long pid = flowgate.run("up").pid("sleeper");
            Processes.kill(pid);

            assertThat(flowgate.run("status").out())
                    .contains("sleeper_state=crashed", "sleeper_exit_code=137", "sleeper_exit_signal=SIGKILL");
            assertThat(flowgate.run("--format", "text", "status").out())
                    .containsPattern("sleeper +crashed .* crashed \\d\\d:\\d\\d:\\d\\d, SIGKILL");
            assertThat(flowgate.run("--format", "json", "status").out()).contains("\"signal\": \"SIGKILL\"");
            Result health = flowgate.run("health");
            assertThat(health.exitCode()).isEqualTo(1);
            assertThat(health.out()).containsPattern("readiness_error=crashed-\\d\\d:\\d\\d:\\d\\d,-SIGKILL");
            assertThat(flowgate.run("up").err()).contains("sleeper had crashed");
            assertThat(flowgate.run("events", "-n", "100").out()).containsOnlyOnce("service_crash");
        }
    }

    @Test
    void runsAOneShotBeforeWhatWaitsForItsEnd() throws Exception {
        Path marks = folder.resolve("marks");
        try (Distribution flowgate = Distribution.in(folder).configure(Configurations.services("""
                        migrate: {command: {args: [/bin/sh, -c, "echo migrated >>%1$s"]}}
                        server:
                          command: {args: [/bin/sh, -c, "echo served >>%1$s; exec sleep 1000"]}
                          depends_on: {migrate: exited0}
                        """.formatted(marks)))) {
            Result up = flowgate.run("up");
            assertThat(up.exitCode()).as(up.err()).isZero();
            assertThat(up.out()).contains("migrate:completed", "server:started pid=");
            assertThat(Files.readAllLines(marks)).containsExactly("migrated", "served");
            assertThat(flowgate.run("health").exitCode()).isZero();

            flowgate.run("up");
            assertThat(Files.readAllLines(marks)).containsExactly("migrated", "served");
        }
    }

    @Test
    void aOneShotThatFailsKeepsWhatWaitsForItFromStarting() throws Exception {
        try (Distribution flowgate = Distribution.in(folder).configure(Configurations.services("""
                        migrate: {command: {args: [/bin/sh, -c, "echo no table; exit 9"]}}
                        server: {command: {args: [/bin/sh, -c, "exec sleep 1000"]}, depends_on: {migrate: exited0}}
                        """))) {
            Result start = flowgate.run("service", "start", "server");

            assertThat(start.exitCode()).isEqualTo(1);
            assertThat(start.out()).contains("migrate:start-failed", "server:start-failed");
            assertThat(start.err()).contains("exit code 9", "no table");
            assertThat(flowgate.run("up").exitCode()).isEqualTo(1);
            assertThat(flowgate.run("status").out()).contains("server_running=no");
        }
    }
}
