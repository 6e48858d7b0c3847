package dev.flowgate.process;

import dev.flowgate.process.Reconciliation.Finding;
import dev.flowgate.process.ServiceRecord.Desired;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What {@link ServiceSupervisor} offers, on the folder of a service. */
final class ServiceOperations {
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(2);

    private final Clock clock;
    private final Map<String, String> environment;
    private final Events events;
    private final Duration lockWait;
    private final BooleanSupplier urgent;
    private final boolean withHost;

    ServiceOperations(
            Clock clock,
            Map<String, String> environment,
            Events events,
            Duration lockWait,
            BooleanSupplier urgent,
            boolean withHost) {
        this.clock = clock;
        this.environment = environment;
        this.events = events;
        this.lockWait = lockWait;
        this.urgent = urgent;
        this.withHost = withHost;
    }

    /** Returns the same, but that what it starts ends with this JVM. */
    ServiceOperations withHost() {
        return new ServiceOperations(clock, environment, events, lockWait, urgent, true);
    }

    Clock clock() {
        return clock;
    }

    Events events() {
        return events;
    }

    StartResult spawn(ServiceFolder folder, ServiceSpec spec, Desired desired) throws InterruptedException {
        HostProcesses processes = HostProcesses.current();
        Identity identity = new Identity(processes);
        folder.create();
        try (TransitionLock lock = TransitionLock.acquire(folder, "start", lockWait, clock)) {
            lock.requireHeld();
            Finding finding = reconciliation(processes, identity).settle(folder);
            if (finding instanceof Finding.Runs runs) {
                ServiceRecord running = runs.record();
                if (running.desired() != Desired.DOWN) {
                    return new StartResult.AlreadyRunning(
                            running.toInstance(folder.log()),
                            running.specDigest().equals(spec.digest()));
                }
            }
            // Whoever asks for a start begins anew, whatever happened before.
            folder.delete(folder.restart());
            ServiceRecord record = launch(folder, spec, desired, finding, processes, identity);
            events.started(record);
            return new StartResult.Started(record.toInstance(folder.log()));
        } catch (ProcessException failed) {
            if (failed.getCause() instanceof ClosedByInterruptException && Thread.interrupted()) {
                throw (InterruptedException) new InterruptedException().initCause(failed);
            }
            events.startFailed(spec.name(), failed.failure().getClass().getSimpleName());
            throw failed;
        }
    }

    void requireStartable(ServiceFolder folder, ServiceSpec spec) {
        folder.create();
        folder.requireRoom();
        Path unused = ProgramResolution.resolve(
                spec, ServiceEnvironment.of(spec, environment).get("PATH"));
    }

    private ServiceRecord launch(
            ServiceFolder folder,
            ServiceSpec spec,
            Desired desired,
            Finding finding,
            HostProcesses processes,
            Identity identity)
            throws InterruptedException {
        Stop stop = new Stop(processes, folder, grace(spec.stopTimeout()), ServiceProgress.Listener.NONE);
        stop.clear(finding);
        Map<String, String> variables = ServiceEnvironment.of(spec, environment);
        Path program = ProgramResolution.resolve(spec, variables.get("PATH"));
        folder.requireRoom();
        PortCheck.requireFree(spec);
        return new Launch(processes, identity.here(), clock, stop, withHost)
                .run(folder, spec, desired, program, variables);
    }

    /** What is done about a service that crashed, by the holder of its lock. */
    @FunctionalInterface
    interface CrashAction {
        void run(ServiceRecord record) throws InterruptedException;
    }

    /**
     * Does something about an instance that crashed, unless somebody else is at work on the service, has stopped it or
     * has started it anew.
     *
     * @param onlyInstance the instance; null for the last one, whichever that is
     */
    void afterCrash(ServiceFolder folder, String operation, @Nullable String onlyInstance, CrashAction action)
            throws InterruptedException {
        HostProcesses processes = HostProcesses.current();
        try (TransitionLock lock = TransitionLock.tryAcquire(folder, operation, clock)) {
            if (lock != null
                    && reconciliation(processes, new Identity(processes)).settle(folder) instanceof Finding.Ended ended
                    && ended.record().state() == ServiceRecord.State.EXITED
                    && ended.record().desired() == Desired.UP
                    && (onlyInstance == null || ended.record().instance().equals(onlyInstance))) {
                action.run(ended.record());
            }
        }
    }

    /** Starts a service again that crashed. Called within {@link #afterCrash}. */
    ServiceRecord relaunch(ServiceFolder folder, ServiceSpec spec, ServiceRecord crashed) throws InterruptedException {
        HostProcesses processes = HostProcesses.current();
        return launch(folder, spec, Desired.UP, new Finding.Ended(crashed), processes, new Identity(processes));
    }

    /** Waits until an instance that is to run to its end has done so. */
    ServiceExit awaitEnd(
            ServiceFolder folder, ServiceSpec spec, ServiceInstance instance, ServiceProgress.Listener listener)
            throws InterruptedException {
        HostProcesses processes = HostProcesses.current();
        Identity identity = new Identity(processes);
        new EndWait(identity, folder, spec, instance.id().toString(), listener).run();
        ServiceExit exit = recordExit(folder, instance, processes, identity);
        if (exit.code() == null || exit.code() != 0) {
            throw endedEarly(folder, spec, instance, exit);
        }
        return exit;
    }

    AdoptResult adopt(ServiceFolder folder, ServiceSpec spec) throws InterruptedException {
        HostProcesses processes = HostProcesses.current();
        if (!folder.exists()) {
            Adoption.requireNoStranger(spec);
            return new AdoptResult.NothingRuns();
        }
        Identity identity = new Identity(processes);
        try (TransitionLock lock = TransitionLock.acquire(folder, "adopt", lockWait, clock)) {
            lock.requireHeld();
            Finding finding = reconciliation(processes, identity).settle(folder);
            AdoptResult result = new Adoption(processes, identity.here(), clock).run(folder, spec, finding);
            if (result instanceof AdoptResult.Adopted adopted) {
                events.adopted(adopted.instance());
            }
            return result;
        }
    }

    void awaitReady(ServiceFolder folder, ServiceSpec spec, StartResult start, ServiceProgress.Listener listener)
            throws InterruptedException {
        HostProcesses processes = HostProcesses.current();
        Identity identity = new Identity(processes);
        String instance = start.instance().id().toString();
        if (start instanceof StartResult.AlreadyRunning && runsElsewhere(folder, spec, instance)) {
            return;
        }
        ReadinessWait.Outcome outcome = new ReadinessWait(processes, identity, folder, spec, instance, listener).run();
        if (outcome == ReadinessWait.Outcome.ENDED) {
            throw endedEarly(folder, spec, start.instance(), recordExit(folder, start.instance(), processes, identity));
        }
        ready(folder, instance);
        if (start instanceof StartResult.Started) {
            events.ready(start.instance());
        }
    }

    /** Keeps that an instance was ready: when it ends, that was a crash and no start that failed. */
    static void ready(ServiceFolder folder, String instance) {
        try {
            ServiceLog.create(folder.readyFile(instance));
        } catch (IOException failed) {
            // The start has gone well all the same; only its restart would be decided as that of an early exit.
            LoggerFactory.getLogger(ServiceOperations.class)
                    .warn("Cannot write {}", folder.readyFile(instance), failed);
        }
    }

    StopResult stop(
            ServiceFolder folder, @Nullable String onlyInstance, Duration grace, ServiceProgress.Listener listener)
            throws InterruptedException {
        HostProcesses processes = HostProcesses.current();
        if (!folder.exists()) {
            return new StopResult.NotRunning();
        }
        Identity identity = new Identity(processes);
        try (TransitionLock lock = TransitionLock.acquire(folder, "stop", lockWait, clock)) {
            lock.requireHeld();
            Finding finding = reconciliation(processes, identity).settle(folder);
            if (onlyInstance != null && !concerns(finding, onlyInstance)) {
                return new StopResult.NotRunning();
            }
            StopResult result = new Stop(processes, folder, grace(grace), listener).run(finding);
            if (result instanceof StopResult.Stopped stopped) {
                events.stopped(folder.service(), stopped);
            } else if (result instanceof StopResult.Failed failed) {
                events.stopFailed(folder.service(), failed);
            }
            return result;
        }
    }

    /** Takes back a start that came to nothing. An instance that ended by itself keeps its record, which tells how. */
    void undo(ServiceFolder folder, ServiceInstance instance, Duration grace) throws InterruptedException {
        boolean interrupted = Thread.interrupted();
        try {
            HostProcesses processes = HostProcesses.current();
            Finding finding;
            try (TransitionLock lock = TransitionLock.acquire(folder, "undo the start of", lockWait, clock)) {
                lock.requireHeld();
                finding = reconciliation(processes, new Identity(processes)).settle(folder);
                if (finding instanceof Finding.Ended
                        && concerns(finding, instance.id().toString())) {
                    new Stop(processes, folder, grace(grace), ServiceProgress.Listener.NONE).clear(finding);
                    return;
                }
            }
            stop(folder, instance.id().toString(), grace, ServiceProgress.Listener.NONE);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    ServiceStatus status(ServiceFolder folder) {
        HostProcesses processes = HostProcesses.current();
        if (!folder.exists()) {
            return new ServiceStatus.Stopped(folder.service());
        }
        Identity identity = new Identity(processes);
        StatusLook look = new StatusLook(processes, identity, folder, clock);
        if (look.needsSettling()) {
            try (TransitionLock lock = TransitionLock.tryAcquire(folder, "look at", clock)) {
                if (lock != null) {
                    reconciliation(processes, identity).settle(folder);
                }
            }
        }
        capLog(folder);
        return look.status();
    }

    /** Puts a log aside that has become too large, unless somebody works on the service, who sees to it or does not last. */
    boolean capLog(ServiceFolder folder) {
        try {
            if (!LogRotation.USUAL.isDue(folder.log())) {
                return false;
            }
        } catch (IOException unreadable) {
            return false;
        }
        try (TransitionLock lock = TransitionLock.tryAcquire(folder, "put aside the log of", clock)) {
            return lock != null && ServiceLog.cap(folder, LogRotation.USUAL);
        }
    }

    Readiness readiness(ServiceFolder folder, ServiceSpec spec) throws InterruptedException {
        HostProcesses processes = HostProcesses.current();
        if (RecordReader.read(folder) instanceof RecordReader.Reading.Present present
                && new Identity(processes).judge(present.record(), folder) == Identity.Verdict.SAME) {
            return new ReadinessLook(processes, folder, spec).look(present.record(), ANSWER_PATIENCE);
        }
        return new Readiness(false, false, null, null, "it does not run");
    }

    Liveness liveness(ServiceFolder folder, ServiceSpec spec) throws InterruptedException {
        HostProcesses processes = HostProcesses.current();
        if (RecordReader.read(folder) instanceof RecordReader.Reading.Present present
                && new Identity(processes).judge(present.record(), folder) == Identity.Verdict.SAME) {
            return new LivenessLook(processes, folder, spec).look(present.record(), ANSWER_PATIENCE);
        }
        return new Liveness(false, null, "it does not run");
    }

    // At an address that it was not started with it is never ready.
    private static boolean runsElsewhere(ServiceFolder folder, ServiceSpec spec, String instance) {
        return RecordReader.read(folder) instanceof RecordReader.Reading.Present present
                && present.record().instance().equals(instance)
                && !present.record().hasAddressOf(spec);
    }

    private ServiceExit recordExit(
            ServiceFolder folder, ServiceInstance instance, HostProcesses processes, Identity identity)
            throws InterruptedException {
        try (TransitionLock lock = TransitionLock.acquire(folder, "look at", lockWait, clock)) {
            lock.requireHeld();
            Finding finding = reconciliation(processes, identity).settle(folder);
            if (finding instanceof Finding.Ended ended
                    && ended.record().lastExit() != null
                    && concerns(finding, instance.id().toString())) {
                return ended.record().lastExit().exit();
            }
        }
        throw new ProcessException(
                instance.service() + " was stopped or started anew by somebody else while it was waited for.",
                new ProcessFailure.StoppedMeanwhile());
    }

    List<String> lastLogLines(ServiceFolder folder, ServiceSpec spec) {
        return Files.exists(folder.log())
                ? ServiceLog.tail(folder, "", EarlyExits.secrets(spec, ServiceEnvironment.of(spec, environment)))
                : List.of();
    }

    private ProcessException endedEarly(
            ServiceFolder folder, ServiceSpec spec, ServiceInstance instance, ServiceExit exit) {
        Map<String, String> variables = ServiceEnvironment.of(spec, environment);
        return EarlyExits.failure(folder, spec, instance.id().toString(), exit, variables);
    }

    private Grace grace(Duration length) {
        return new Grace(length, urgent);
    }

    private Reconciliation reconciliation(HostProcesses processes, Identity identity) {
        return new Reconciliation(processes, identity, clock, events);
    }

    private static boolean concerns(Finding finding, String instance) {
        if (finding instanceof Finding.Runs runs) {
            return runs.record().instance().equals(instance);
        }
        return finding instanceof Finding.Ended ended
                && ended.record().instance().equals(instance);
    }
}
