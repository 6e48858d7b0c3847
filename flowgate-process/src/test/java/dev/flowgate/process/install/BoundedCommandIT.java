package dev.flowgate.process.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BoundedCommandIT {
    private static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/bin:/bin", "ONLY", "this");

    @TempDir
    private Path folder;

    @Test
    void tellsOutputOfBothStreamsAndTheStatus() throws Exception {
        List<String> lines = new ArrayList<>();

        BoundedCommand.Outcome outcome = command(
                        Duration.ofSeconds(30), "echo one; echo two >&2; printf 'no end of line'; exit 3")
                .run(lines::add);

        assertThat(outcome).isEqualTo(new BoundedCommand.Outcome(true, 3, List.of("one", "two", "no end of line")));
        assertThat(lines).isEqualTo(outcome.lines());
    }

    @Test
    void givesNothingElseOfTheEnvironment() throws Exception {
        BoundedCommand.Outcome outcome = command(Duration.ofSeconds(30), "env").run(line -> {});

        assertThat(outcome.lines())
                .contains("ONLY=this")
                .noneMatch(line -> line.startsWith("HOME=") || line.startsWith("USER="));
    }

    @Test
    void keepsTheEndOfALongOutput() throws Exception {
        BoundedCommand.Outcome outcome = command(
                        Duration.ofSeconds(30), "i=0; while [ $i -lt 3000 ]; do echo line $i; i=$((i + 1)); done")
                .run(line -> {});

        assertThat(outcome.lines()).hasSize(200).endsWith("line 2999");
    }

    @Test
    void endsWhatTakesTooLongAndWhatThatStarted() throws Exception {
        Path ids = folder.resolve("ids");

        BoundedCommand.Outcome outcome = command(
                        Duration.ofSeconds(1), "trap '' TERM; sleep 600 & echo \"$$ $!\" >" + ids + "; wait")
                .run(line -> {});

        assertThat(outcome.ended()).isFalse();
        FakeProcesses.awaitEnd(FakeProcesses.stillRunning(ids));
    }

    @Test
    void doesNotWaitForWhatIsLeftBehind() throws Exception {
        long before = System.nanoTime();

        BoundedCommand.Outcome outcome =
                command(Duration.ofSeconds(50), "sleep 600 & echo started").run(line -> {});

        assertThat(outcome.succeeded()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
    }

    private static BoundedCommand command(Duration limit, String script) {
        return new BoundedCommand(List.of("/bin/sh", "-c", script), ENVIRONMENT, limit);
    }
}
