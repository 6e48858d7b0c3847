package dev.flowgate.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.flowgate.config.ServiceConfig.RestartPolicy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class SupervisionIT {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final RestartBackoff SHORT = ShortPauses.BACKOFF;
    private static final RestartBackoff LONG = new RestartBackoff(
            Duration.ofMinutes(10), Duration.ofMinutes(10), 0, Duration.ofMinutes(1), 5, Duration.ofMinutes(2));

    private final LinuxProcesses processes = new LinuxProcesses();

    @RegisterExtension
    final ServiceFixture services = new ServiceFixture();

    @Test
    void startsAKilledServiceAgainAndForgetsTheFailureOnceItHasSettled() throws Exception {
        ServiceSpec spec = services.web("web", FreePort.next(), "200");
        long first = services.supervisor.start(spec).instance().pid();
        try (Supervision supervision = supervise(SHORT, WatchedService.of(spec, RestartPolicy.ON_FAILURE))) {
            processes.kill(first);

            await().atMost(PATIENCE).until(() -> runsAnew("web", first));
            await().atMost(PATIENCE)
                    .until(() -> services.eventNames()
                            .equals(List.of(
                                    "service_start",
                                    "service_ready",
                                    "service_crash",
                                    "service_restart",
                                    "service_ready")));
            await().atMost(PATIENCE)
                    .until(() -> services.supervisor.restarts("web").isEmpty());
        }
        assertThat(services.marked()).hasSize(1).doesNotContain(first);
    }

    @Test
    void leavesWhatSomebodyStoppedStopped() throws Exception {
        ServiceSpec spec = services.shell("one", "exec sleep 100");
        long first = services.supervisor.start(spec).instance().pid();
        try (Supervision supervision = supervise(SHORT, WatchedService.of(spec, RestartPolicy.ALWAYS))) {
            services.supervisor.stop("one", ServiceFixture.GRACE);
            long second = services.supervisor.start(spec).instance().pid();
            services.supervisor.stop("one", ServiceFixture.GRACE);

            // What the watch would do wrong it would do within a look or two.
            await().during(Duration.ofMillis(500))
                    .atMost(PATIENCE)
                    .until(() -> services.marked().isEmpty());
            assertThat(second).isNotEqualTo(first);
            assertThat(services.eventNames()).doesNotContain("service_crash", "service_restart");
        }
    }

    @Test
    void aStopDuringThePauseCancelsTheRestart() throws Exception {
        ServiceSpec spec = services.shell("one", "exec sleep 100");
        long first = services.supervisor.start(spec).instance().pid();
        try (Supervision supervision = supervise(LONG, WatchedService.of(spec, RestartPolicy.ALWAYS))) {
            processes.kill(first);
            await().atMost(PATIENCE)
                    .until(() -> services.supervisor.restarts("one").isPresent());
            assertThat(services.supervisor.restarts("one").orElseThrow().nextAt())
                    .isNotNull();

            services.supervisor.stop("one", ServiceFixture.GRACE);

            assertThat(services.supervisor.restarts("one")).isEmpty();
            assertThat(services.supervisor.status("one")).isInstanceOf(ServiceStatus.Stopped.class);
        }
    }

    @Test
    void aStrangerOnThePortIsGivenUpOn() throws Exception {
        int port = FreePort.next();
        ServiceSpec spec = services.web("web", port, "200");
        long first = services.supervisor.start(spec).instance().pid();
        RestartBackoff later = new RestartBackoff(
                Duration.ofMillis(800), Duration.ofSeconds(1), 0, Duration.ofSeconds(60), 5, Duration.ofMinutes(2));
        try (Supervision supervision = supervise(later, WatchedService.of(spec, RestartPolicy.ALWAYS))) {
            processes.kill(first);
            await().atMost(PATIENCE).until(() -> !services.runs(first));
            try (ServerSocket stranger = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                await().atMost(PATIENCE)
                        .until(() -> services.supervisor
                                .restarts("web")
                                .filter(state -> state.verdict() == RestartState.Verdict.GIVEN_UP)
                                .isPresent());
                assertThat(services.supervisor.restarts("web").orElseThrow().reason())
                        .contains(String.valueOf(stranger.getLocalPort()));
            }
            assertThat(services.eventNames()).containsOnlyOnce("service_restart_given_up");
        }
    }

    @Test
    void aStartThatFailsIsItsStartersToReport() throws Exception {
        ServiceSpec spec = services.web("web", FreePort.next(), "200");
        ServiceSpec broken = services.spec("web", List.of("/bin/sh", "-c", "exit 3"), spec.port(), spec.readiness());
        try (Supervision supervision = supervise(SHORT, WatchedService.of(spec, RestartPolicy.ALWAYS))) {
            assertThatThrownBy(() -> services.supervisor.start(broken))
                    .isInstanceOfSatisfying(
                            ProcessException.class,
                            failed -> assertThat(failed.failure()).isInstanceOf(ProcessFailure.EarlyExit.class));

            await().during(Duration.ofMillis(500))
                    .atMost(PATIENCE)
                    .until(() -> services.marked().isEmpty());
        }
    }

    @Test
    void theNextSupervisionTakesUpWhatDiedWithoutOneAndGoesOnCounting() throws Exception {
        ServiceSpec spec = services.shell("one", "exec sleep 100");
        long first = services.supervisor.start(spec).instance().pid();
        try (Supervision supervision = supervise(LONG, WatchedService.of(spec, RestartPolicy.ALWAYS))) {
            processes.kill(first);
            await().atMost(PATIENCE)
                    .until(() -> services.supervisor.restarts("one").isPresent());
        }
        assertThat(services.marked()).isEmpty();
        // The pause that was written down is over by now, as after a night without a supervisor.
        ServiceFolder folder = ServiceFolder.of(services.folder, "one");
        RestartFile file = Objects.requireNonNull(RestartFile.read(folder));
        new RestartFile(
                        file.instance(),
                        file.verdict(),
                        file.history(),
                        file.history().recent().get(0),
                        null)
                .write(folder);

        try (Supervision next = supervise(LONG, WatchedService.of(spec, RestartPolicy.ALWAYS))) {
            await().atMost(PATIENCE).until(() -> runsAnew("one", first));
            assertThat(services.supervisor.restarts("one"))
                    .contains(new RestartState(RestartState.Verdict.RETRYING, 1, null, null));
        }
        assertThat(services.eventNames()).containsOnlyOnce("service_crash", "service_restart");
    }

    @Test
    void thereIsOneSupervisionOfADirectory() {
        ServiceSpec spec = services.shell("one", "exec sleep 100");
        try (Supervision first = supervise(SHORT, WatchedService.of(spec, RestartPolicy.ALWAYS))) {
            assertThat(Supervision.holder(services.folder))
                    .hasValue(ProcessHandle.current().pid());
            assertThatThrownBy(() -> supervise(SHORT, WatchedService.of(spec, RestartPolicy.ALWAYS)))
                    .isInstanceOf(ProcessException.class)
                    .hasMessageContaining("pid " + ProcessHandle.current().pid());
        }
        assertThat(Supervision.holder(services.folder)).isEmpty();
        supervise(SHORT, WatchedService.of(spec, RestartPolicy.ALWAYS)).close();
    }

    @Test
    void whoeverGotTheIdOfAKilledHolderLaterDoesNotSupervise() throws Exception {
        ServiceSpec spec = services.shell("one", "exec sleep 100");
        long stranger = services.supervisor.start(spec).instance().pid();
        long own = ProcessHandle.current().pid();
        Path holder = services.folder.resolve("supervision.holder");
        String left;
        try (Supervision supervision = supervise(SHORT, WatchedService.of(spec, RestartPolicy.NO))) {
            left = Files.readString(holder);
        }
        Files.writeString(holder, left);
        assertThat(Supervision.holder(services.folder)).hasValue(own);

        Files.writeString(holder, left.replace("\"pid\":" + own, "\"pid\":" + stranger));
        assertThat(Supervision.holder(services.folder)).isEmpty();
    }

    @Test
    void closeLeavesServicesRunningOrStopsThemInReverse() throws Exception {
        ServiceSpec one = services.shell("one", "exec sleep 100");
        ServiceSpec two = services.shell("two", "exec sleep 100");
        services.supervisor.start(one);
        services.supervisor.start(two);
        Supervision.builder(services.supervisor)
                .watch(one, RestartPolicy.ALWAYS)
                .watch(two, RestartPolicy.ALWAYS)
                .start()
                .close();
        assertThat(services.marked()).hasSize(2);

        Supervision withHost = Supervision.builder(services.supervisor)
                .watch(one, RestartPolicy.ALWAYS)
                .watch(two, RestartPolicy.ALWAYS)
                .stopServicesWithHost()
                .start();
        withHost.close();
        withHost.close();

        assertThat(services.marked()).isEmpty();
        assertThat(services.events.stream()
                        .filter(event -> event.event().equals("service_stop"))
                        .map(event -> event.service()))
                .containsExactly("two", "one");
    }

    @Test
    void theShutdownHookStopsTheServicesOfAHostThatEnds() throws Exception {
        Process host = new ProcessBuilder(ServiceFixture.java(Host.class, services.folder.toString()))
                .redirectErrorStream(true)
                .redirectOutput(services.folder.resolve("host.out").toFile())
                .start();
        try {
            await().atMost(PATIENCE)
                    .until(() -> Files.readString(services.folder.resolve("host.out"))
                            .contains("supervised"));
            assertThat(services.supervisor.status("hosted")).isInstanceOf(ServiceStatus.Running.class);

            host.destroy();

            await().atMost(PATIENCE).until(() -> !host.isAlive());
            assertThat(services.supervisor.status("hosted")).isInstanceOf(ServiceStatus.Stopped.class);
        } finally {
            host.destroyForcibly();
        }
    }

    @Test
    void aServiceThatRunsToItsEndIsCompletedOrCrashed() throws Exception {
        ServiceSpec good = services.shell("good", "echo done");
        ServiceSpec bad = services.shell("bad", "echo broken; exit 4");

        assertThat(services.supervisor
                        .runToEnd(good, ServiceProgress.Listener.NONE)
                        .code())
                .isZero();
        assertThat(services.supervisor.status("good")).isInstanceOf(ServiceStatus.Completed.class);
        assertThatThrownBy(() -> services.supervisor.runToEnd(bad, ServiceProgress.Listener.NONE))
                .isInstanceOf(ProcessException.class)
                .hasMessageContainingAll("exit code 4", "broken");
        assertThat(services.supervisor.status("bad")).isInstanceOf(ServiceStatus.Crashed.class);
        assertThat(services.supervisor
                        .runToEnd(good, ServiceProgress.Listener.NONE)
                        .code())
                .isZero();
    }

    private Supervision supervise(RestartBackoff backoff, WatchedService... watched) {
        Supervision.Builder builder =
                Supervision.builder(services.supervisor).settings(settings -> ShortPauses.with(settings, backoff));
        for (WatchedService service : watched) {
            builder.watch(service);
        }
        return builder.start();
    }

    private boolean runsAnew(String name, long formerPid) {
        return services.supervisor.status(name) instanceof ServiceStatus.Running running
                && running.instance().pid() != formerPid;
    }
}
