package dev.flowgate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flowgate.cli.Distribution.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A supervisor whose JDK is replaced while it runs, and one that has to do with a service that cannot run. */
@Timeout(180)
class SupervisorFaultE2EIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    Path folder;

    @Test
    void restartsAServiceAfterTheJdkWasReplaced() throws Exception {
        try (ReplaceableJdk jdk = ReplaceableJdk.in(folder.toRealPath().resolve("jdk"));
                Distribution flowgate = Distribution.in(folder).configure(Configurations.services("""
                        sleeper: {command: {args: [/bin/sh, -c, "exec sleep 1000"]}, restart: always}
                        other: {command: {args: [/bin/sh, -c, "exec sleep 1000"]}}
                        """))) {
            Distribution upgraded =
                    Distribution.in(folder).with("FLOWGATE_JAVA", jdk.java().toString());
            Result up = upgraded.run("up");
            assertThat(up.exitCode()).as(up.err()).isZero();
            long first = up.pid("sleeper");
            Path program = Path.of("/proc", Long.toString(up.pid("supervisor")), "exe");
            assertThat(program.toRealPath()).isEqualTo(jdk.java().toRealPath());
            assertThat(flowgate.run("service", "stop", "other").exitCode()).isZero();

            jdk.removeHelper();

            assertThat(upgraded.run("service", "start", "other").err()).contains("If Java was upgraded");
            Processes.kill(first);
            await().atMost(PATIENCE).until(() -> flowgate.run("status").out().contains("sleeper_state=running"));
            assertThat(flowgate.run("up").pid("sleeper")).isNotEqualTo(first);
            assertThat(flowgate.run("events", "-n", "100").out()).containsOnlyOnce("attempt 1");
        }
    }

    @Test
    void tellsOfACrashLoopThatAStopEndsAndAStartForgets() throws Exception {
        Path fail = folder.resolve("fail");
        try (Distribution flowgate = Distribution.in(folder).configure(Configurations.services("""
                        moody:
                          command: {args: [/bin/sh, -c, "[ -e %s ] && exit 3; exec sleep 1000"]}
                          restart: on-failure
                        """.formatted(fail)))) {
            long first = flowgate.run("up").pid("moody");
            Files.createFile(fail);
            Processes.kill(first);

            await().atMost(PATIENCE).until(() -> flowgate.run("status").out().contains("moody_restart=crash_loop"));
            assertThat(flowgate.run("status").out())
                    .contains("moody_exit_code=3", "moody_failures=5", "moody_restart_at=");
            Result health = flowgate.run("health");
            assertThat(health.exitCode()).isEqualTo(1);
            assertThat(flowgate.run("events", "-n", "100").out()).containsOnlyOnce("service_crash_loop");

            assertThat(flowgate.run("service", "stop", "moody").exitCode()).isZero();
            assertThat(flowgate.run("status").out())
                    .contains("moody_state=stopped")
                    .doesNotContain("moody_restart");

            Files.delete(fail);
            assertThat(flowgate.run("service", "start", "moody").exitCode()).isZero();
            assertThat(flowgate.run("status").out())
                    .contains("moody_state=running")
                    .doesNotContain("moody_restart");
            assertThat(flowgate.run("health").exitCode()).isZero();
        }
    }
}
