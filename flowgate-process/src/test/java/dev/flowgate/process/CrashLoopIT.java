package dev.flowgate.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flowgate.config.ServiceConfig.RestartPolicy;
import dev.flowgate.event.FlowGateEvent;
import dev.flowgate.process.RestartState.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Services that end as soon as they are started, under a real supervision with shorter pauses than the real ones. */
@Timeout(120)
class CrashLoopIT {
    private static final String NAME = "loop";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final double JITTER = 0.2;
    private static final RestartBackoff BACKOFF = new RestartBackoff(
            Duration.ofMillis(50), Duration.ofMillis(600), JITTER, Duration.ofMillis(300), 5, Duration.ofMinutes(2));
    /** The pauses after the second failure and those that follow; the fifth makes it a loop. */
    private static final List<Integer> PAUSE_MILLIS = List.of(100, 200, 400, 600, 600);
    /** What a look and a start may take on a busy machine. */
    private static final int SLACK_MILLIS = 1000;

    @RegisterExtension
    final ServiceFixture services = new ServiceFixture();

    private final Path fail = services.folder.resolve("fail");
    private final Path starts = services.folder.resolve("starts");
    private final LinuxProcesses processes = new LinuxProcesses();

    /** A service that ends at once while a file is there: with 0 as a server does whose port is taken, or otherwise. */
    private ServiceSpec spec(int exitCode) throws IOException {
        ServiceSpec healthy =
                exitCode == 0 ? services.web(NAME, FreePort.next(), "200") : services.shell(NAME, "exec sleep 100");
        String script = "date +%s%N >>'" + starts + "'; [ -e '" + fail + "' ] && exit " + exitCode + "; exec \"$@\"";
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", script, "sh"));
        command.addAll(healthy.command());
        return services.spec(NAME, command, healthy.port(), healthy.readiness());
    }

    private List<Long> startMillis() throws IOException {
        return Files.readAllLines(starts).stream()
                .map(nanos -> Long.parseLong(nanos) / 1_000_000)
                .toList();
    }

    private boolean isSettled() {
        return services.supervisor.status(NAME) instanceof ServiceStatus.Running
                && services.supervisor.restarts(NAME).isEmpty();
    }

    private List<String> restarts() {
        return services.events.stream()
                .filter(told -> told.event().equals("service_restart"))
                .map(FlowGateEvent::toString)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void pausesDoubleUpToTheLongestAndTheLoopIsToldOnce(int exitCode) throws Exception {
        ServiceSpec spec = spec(exitCode);
        long first = services.supervisor.start(spec).instance().pid();
        Files.createFile(fail);
        try (Supervision supervision = supervise(spec)) {
            processes.kill(first);

            // The start by hand, the first restart, and one after each of the pauses.
            await().atMost(PATIENCE).until(() -> startMillis().size() >= 2 + PAUSE_MILLIS.size());
            await().atMost(PATIENCE)
                    .until(() -> services.supervisor
                            .restarts(NAME)
                            .filter(state -> state.verdict() == Verdict.CRASH_LOOP)
                            .isPresent());
            // A loop is gone on with, and forgotten once the service has been ready for long enough.
            Files.delete(fail);
            await().atMost(PATIENCE).until(this::isSettled);
        }
        List<Long> started = startMillis();
        for (int i = 0; i < PAUSE_MILLIS.size(); i++) {
            assertThat((double) started.get(i + 2) - started.get(i + 1))
                    .as("pause %s of %s", i + 2, started)
                    .isBetween(PAUSE_MILLIS.get(i) * (1 - JITTER), PAUSE_MILLIS.get(i) * (1 + JITTER) + SLACK_MILLIS);
        }
        assertThat(services.eventNames()).containsOnlyOnce("service_crash_loop");
    }

    @Test
    void aStopEndsTheLoopAndAStartByHandOrAQuietTimeForgetsIt() throws Exception {
        ServiceSpec spec = spec(1);
        long first = services.supervisor.start(spec).instance().pid();
        Files.createFile(fail);
        try (Supervision supervision = supervise(spec)) {
            processes.kill(first);
            await().atMost(PATIENCE).until(() -> restarts().size() >= 3);

            services.supervisor.stop(NAME, ServiceFixture.GRACE);

            int begun = startMillis().size();
            assertThat(services.supervisor.restarts(NAME)).isEmpty();
            await().during(BACKOFF.longest().multipliedBy(3).dividedBy(2))
                    .atMost(PATIENCE)
                    .until(() -> startMillis().size() == begun);

            Files.delete(fail);
            for (int time = 0; time < 2; time++) {
                services.events.clear();
                // The second time it runs already, and has done so for long enough.
                long healthy = services.supervisor.start(spec).instance().pid();
                assertThat(services.supervisor.restarts(NAME)).isEmpty();
                processes.kill(healthy);

                await().atMost(PATIENCE).until(() -> !restarts().isEmpty());
                assertThat(restarts()).singleElement().asString().contains("attempt 1");
                await().atMost(PATIENCE).until(this::isSettled);
            }
        }
    }

    private Supervision supervise(ServiceSpec spec) {
        return Supervision.builder(services.supervisor)
                .settings(settings -> ShortPauses.with(settings, BACKOFF))
                .watch(spec, RestartPolicy.ON_FAILURE)
                .start();
    }
}
