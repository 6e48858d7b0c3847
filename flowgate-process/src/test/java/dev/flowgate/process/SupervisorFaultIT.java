package dev.flowgate.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.flowgate.config.ServiceConfig.RestartPolicy;
import dev.flowgate.event.FlowGateEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Supervisors that are killed, stand still or are not there: services do not notice, and the next one goes on. */
@Timeout(900)
class SupervisorFaultIT {
    private static final String NAME = FaultFixture.NAME;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long WINDOW_NANOS = Duration.ofMillis(500).toNanos();

    @RegisterExtension
    final FaultFixture faults = new FaultFixture();

    private final ServiceFixture services = faults.services;
    private final LinuxProcesses processes = new LinuxProcesses();

    private WorkerProcess watcher() throws InterruptedException {
        return WorkerProcess.of(ServiceFixture.java(Watcher.class, services.folder.toString(), NAME))
                .awaitReady();
    }

    private boolean runsAnew(long formerPid) {
        return services.supervisor.status(NAME) instanceof ServiceStatus.Running running
                && running.instance().pid() != formerPid;
    }

    @Test
    void supervisorsThatAreKilledAtAnyMomentLeaveOneCopyAndTheNextOneGoesOn() throws Exception {
        FaultTally tally = new FaultTally("kill -9 of a supervisor at a random moment");
        Random random = new Random(23);
        WorkerProcess watcher = watcher();
        try {
            for (int round = 0; round < Faults.count(4, 100); round++) {
                long first = services.supervisor
                        .start(Worker.spec(services.folder, NAME))
                        .instance()
                        .pid();
                // In every other round while it does nothing, in the others while it starts the service again.
                if (round % 2 == 1) {
                    processes.kill(first);
                }
                if (watcher.killAfter((long) (random.nextDouble() * WINDOW_NANOS))) {
                    tally.kill();
                }
                assertThat(round % 2 == 1 || services.runs(first)).isTrue();
                faults.countCopies(tally);

                watcher = watcher();
                if (round % 2 == 0) {
                    processes.kill(first);
                }

                await().atMost(PATIENCE).until(() -> runsAnew(first));
                await().atMost(PATIENCE).until(() -> services.groups().size() == 1);
                faults.endRound(tally, ServiceFixture.GRACE);
            }
        } finally {
            watcher.close();
        }
        faults.report(tally);
        assertThat(tally.kills()).isEqualTo(Faults.count(4, 100));
    }

    @Test
    void supervisorThatStandsStillIsInNobodysWayAndGoesOnLater() throws Exception {
        ServiceSpec spec = Worker.spec(services.folder, NAME);
        services.supervisor.start(spec);
        try (WorkerProcess watcher = watcher()) {
            ShellKill.send(Long.toString(watcher.pid()), "STOP");
            await().until(() -> {
                ProcessStat stat = processes.stat(watcher.pid());
                return stat != null && stat.state() == 'T';
            });
            services.supervisor.stop(NAME, ServiceFixture.GRACE);
            long first = services.supervisor.start(spec).instance().pid();
            assertThatThrownBy(() -> Supervision.builder(services.supervisor).start())
                    .hasMessageContaining("pid " + watcher.pid());
            processes.kill(first);

            Duration standstill = Duration.ofSeconds(Faults.count(1, 30));
            await().during(standstill)
                    .atMost(standstill.plus(PATIENCE))
                    .until(() -> services.supervisor.status(NAME) instanceof ServiceStatus.Crashed crashed
                            && crashed.exit().signal().orElse(0) == 9);
            assertThat(services.supervisor.restarts(NAME)).isEmpty();

            ShellKill.send(Long.toString(watcher.pid()), "CONT");
            await().atMost(PATIENCE).until(() -> runsAnew(first));
            assertThat(services.groups()).hasSize(1);
        }
        assertThat(services.eventNames()).containsOnlyOnce("service_crash");
    }

    @Test
    void deathThatNobodyWatchedIsToldOnceAndCountedOnce() throws Exception {
        Path end = services.folder.resolve("end");
        ServiceSpec spec = services.shell(NAME, "until [ -e '" + end + "' ]; do sleep 0.05; done; exit 42");
        long first = services.supervisor.start(spec).instance().pid();
        Instant before = Instant.now();
        Files.createFile(end);
        await().until(() -> !services.runs(first));

        List<ServiceStatus> seen = togetherEightTimes(() -> services.supervisor.status(NAME));
        Instant after = Instant.now();

        assertThat(seen).contains(services.supervisor.status(NAME));
        assertThat(services.supervisor.status(NAME)).isInstanceOfSatisfying(ServiceStatus.Crashed.class, crashed -> {
            assertThat(crashed.exit().code()).isEqualTo(42);
            // The start script tells whole seconds.
            assertThat(crashed.exit().at()).isBetween(before.minusSeconds(1), after);
        });
        assertThat(details("service_crash")).singleElement().asString().contains("exit code 42");

        Files.delete(end);
        for (int supervisor = 0; supervisor < 2; supervisor++) {
            try (Supervision supervision = supervise(spec, RestartBackoff.STANDARD)) {
                await().atMost(PATIENCE).until(() -> runsAnew(first));
                assertThat(services.supervisor.restarts(NAME))
                        .contains(new RestartState(RestartState.Verdict.RETRYING, 1, null, null));
            }
        }
        assertThat(details("service_crash")).hasSize(1);
        assertThat(details("service_restart")).singleElement().asString().contains("attempt 1");
    }

    @Test
    void restartThatWasCutOffBeforeTheProcessRanIsMadeByTheNextSupervisor() throws Exception {
        ServiceSpec spec = Worker.spec(services.folder, NAME);
        long first = services.supervisor.start(spec).instance().pid();
        try (Supervision supervision = supervise(spec, RestartBackoff.STANDARD)) {
            processes.kill(first);
            await().atMost(PATIENCE)
                    .until(() -> services.supervisor.restarts(NAME).isPresent());
        }
        services.supervisor.status(NAME);
        ServiceRecord crashed = services.record(NAME);
        RecordWriter.write(services.folderOf(NAME), startingAgain(crashed));

        assertThat(services.supervisor.status(NAME)).isInstanceOf(ServiceStatus.Crashed.class);
        try (Supervision supervision = supervise(spec, ShortPauses.BACKOFF)) {
            await().atMost(PATIENCE).until(() -> runsAnew(first));
        }
        assertThat(services.groups()).hasSize(1);
    }

    /** What a supervision writes down before it starts the process. */
    private static ServiceRecord startingAgain(ServiceRecord crashed) {
        return new ServiceRecord(
                crashed.service(),
                UUID.randomUUID().toString(),
                ServiceRecord.State.STARTING,
                ServiceRecord.Desired.UP,
                crashed.os(),
                null,
                crashed.executable(),
                crashed.argvDigest(),
                crashed.specDigest(),
                crashed.addressDigest(),
                crashed.workingDirectory(),
                crashed.ports(),
                crashed.environmentNames(),
                crashed.startedBy(),
                Instant.now(),
                null);
    }

    @Test
    void restartIsTriedAgainAfterSomebodyHeldTheRunLock() throws Exception {
        ServiceSpec spec = Worker.spec(services.folder, NAME);
        long first = services.supervisor.start(spec).instance().pid();
        processes.killGroup(services.ids(NAME).group());
        await().until(() -> services.marked().isEmpty());
        Process holder =
                new ProcessBuilder("flock", services.folderOf(NAME).runLock().toString(), "sleep", "100").start();
        try (Supervision supervision = supervise(spec, ShortPauses.BACKOFF)) {
            await().atMost(PATIENCE).until(() -> details("service_restart").size() >= 2);
            assertThat(details("service_restart")).allMatch(told -> told.contains("Leftovers"));
            // Between two tries; during one the record is that of the new start.
            await().until(() -> services.supervisor.status(NAME) instanceof ServiceStatus.Crashed);
            holder.descendants().forEach(ProcessHandle::destroyForcibly);

            await().atMost(PATIENCE).until(() -> runsAnew(first));
        } finally {
            holder.descendants().forEach(ProcessHandle::destroyForcibly);
            holder.destroyForcibly().waitFor();
        }
    }

    private Supervision supervise(ServiceSpec spec, RestartBackoff backoff) {
        return Supervision.builder(services.supervisor)
                .settings(settings -> ShortPauses.with(settings, backoff))
                .watch(spec, RestartPolicy.ON_FAILURE)
                .start();
    }

    private static List<ServiceStatus> togetherEightTimes(Callable<ServiceStatus> look) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<ServiceStatus> seen = new ArrayList<>();
            for (Future<ServiceStatus> future :
                    pool.invokeAll(Stream.generate(() -> look).limit(8).toList())) {
                seen.add(future.get());
            }
            return seen;
        } finally {
            pool.shutdownNow();
        }
    }

    private List<String> details(String event) {
        return services.events.stream()
                .filter(told -> told.event().equals(event))
                .map(FlowGateEvent::toString)
                .toList();
    }
}
