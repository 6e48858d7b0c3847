package dev.flowgate.process;

import dev.flowgate.process.RecordReader.Reading;
import dev.flowgate.process.RestartState.Verdict;
import dev.flowgate.process.ServiceRecord.Desired;
import dev.flowgate.process.ServiceRecord.State;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Watches one service by what is on disk, and starts it again as its policy says. It is nobody's parent and remembers
 * nothing that is not on disk, so that it may be killed at any moment and another one goes on. What somebody else stops or
 * starts is left alone: a stop takes the record away, a start puts another one in its place.
 */
final class ServiceWatch {
    private static final long LOG_INTERVAL = Duration.ofSeconds(5).toNanos();

    private final ServiceFolder folder;
    private final ServiceOperations operations;
    private final Events events;
    private final RestartRules rules;
    private final Clock clock;
    private final LongSupplier nanos;
    private final Identity identity;
    private final ReadinessWatch readiness;
    private final RepeatedReading record;
    private volatile WatchedService watched;
    private @Nullable Pending pending;
    private @Nullable String lastTrouble;
    private boolean isVerified;
    private long nextLogLook;

    ServiceWatch(
            ServiceFolder folder,
            WatchedService watched,
            ServiceOperations operations,
            Events events,
            SupervisionSettings settings) {
        this.folder = folder;
        this.watched = watched;
        this.operations = operations;
        this.events = events;
        this.rules = new RestartRules(settings.backoff(), settings.random());
        this.clock = settings.clock();
        this.nanos = settings.nanos();
        HostProcesses processes = HostProcesses.current();
        this.identity = new Identity(processes);
        this.record = new RepeatedReading(folder);
        this.readiness = new ReadinessWatch(processes, folder, events, settings);
        this.nextLogLook = nanos.getAsLong();
    }

    /** An instance that crashed and is to be started again when the time has come, by the clock that nobody sets. */
    private record Pending(String instance, long due) {}

    String name() {
        return folder.service();
    }

    WatchedService watched() {
        return watched;
    }

    /** Makes another configuration that of the next start. */
    void replace(WatchedService newest) {
        watched = newest;
    }

    /** Looks once and does what is to be done. */
    void look() throws InterruptedException {
        try {
            if (record.read() instanceof Reading.Present present) {
                look(present.record());
            } else {
                pending = null;
            }
            lastTrouble = null;
        } catch (ProcessException trouble) {
            // Such as a full disk: the next look tries again, and the log is not to be filled with it.
            if (!String.valueOf(trouble.getMessage()).equals(lastTrouble)) {
                lastTrouble = trouble.getMessage();
                LoggerFactory.getLogger(ServiceWatch.class).warn("{}", trouble.getMessage());
            }
        }
    }

    private void look(ServiceRecord present) throws InterruptedException {
        if (present.desired() != Desired.UP) {
            pending = null;
            return;
        }
        Identity.Verdict verdict = judge(present);
        if (verdict == Identity.Verdict.SAME) {
            pending = null;
            readiness.look(present, watched.spec());
            capLog();
        } else if (verdict != Identity.Verdict.FOREIGN
                && (verdict != Identity.Verdict.UNKNOWN || present.state() == State.EXITED)) {
            ended(present);
        }
    }

    private Identity.Verdict judge(ServiceRecord present) {
        if (isVerified && !record.hasChanged() && identity.stillRuns(present)) {
            return Identity.Verdict.SAME;
        }
        Identity.Verdict verdict = identity.judge(present, folder);
        isVerified = verdict == Identity.Verdict.SAME;
        return verdict;
    }

    private void capLog() {
        long now = nanos.getAsLong();
        if (now - nextLogLook >= 0) {
            operations.capLog(folder);
            nextLogLook = now + LOG_INTERVAL;
        }
    }

    private void ended(ServiceRecord record) throws InterruptedException {
        Pending next = pending;
        if (next == null || !next.instance().equals(record.instance())) {
            operations.afterCrash(folder, "look at", null, this::decide);
        } else if (nanos.getAsLong() - next.due() >= 0) {
            operations.afterCrash(folder, "restart", next.instance(), this::startAgain);
        }
    }

    /** Decides once about each instance: the file tells whether that was done, by this watch or by an earlier one. */
    private void decide(ServiceRecord crashed) {
        RestartFile file = RestartFile.read(folder);
        if (file != null && file.instance().equals(crashed.instance())) {
            resume(file);
            return;
        }
        boolean wasReady = Files.exists(folder.readyFile(crashed.instance()));
        // Whoever started it waits for it to become ready, and says himself that it did not.
        boolean isTheirs = file == null && !wasReady;
        // What is to end with another program must not be started by this one, which may outlive it.
        boolean isBound = crashed.startedBy().isHost()
                && crashed.startedBy().pid() != ProcessHandle.current().pid();
        if (isTheirs || isBound || crashed.lastExit() == null) {
            hold(crashed.instance());
            return;
        }
        RestartHistory history = file == null ? RestartHistory.NONE : file.history();
        boolean wasLoop = file != null && file.verdict() == Verdict.CRASH_LOOP;
        ServiceExit exit = crashed.lastExit().exit();
        apply(rules.afterExit(watched, exit, wasReady, history, clock.instant()), crashed, history, wasLoop);
    }

    private void apply(RestartDecision decision, ServiceRecord crashed, RestartHistory history, boolean wasLoop) {
        String instance = crashed.instance();
        if (decision instanceof RestartDecision.Restart again) {
            Verdict verdict = again.crashLoop() ? Verdict.CRASH_LOOP : Verdict.RETRYING;
            Instant nextAt = clock.instant().plus(again.after());
            new RestartFile(instance, verdict, again.history(), nextAt, null).write(folder);
            pending = new Pending(instance, nanos.getAsLong() + again.after().toNanos());
            if (again.crashLoop() && !wasLoop) {
                events.crashLoop(folder.service(), again.history().failures());
            }
        } else if (decision instanceof RestartDecision.GiveUp givenUp) {
            new RestartFile(instance, Verdict.GIVEN_UP, history, null, givenUp.reason()).write(folder);
            hold(instance);
            events.gaveUp(folder.service(), givenUp.reason());
        } else {
            folder.delete(folder.restart());
            hold(instance);
        }
    }

    private void resume(RestartFile file) {
        if (file.nextAt() == null) {
            hold(file.instance());
            return;
        }
        Duration left = Duration.between(clock.instant(), file.nextAt());
        // A clock that was set meanwhile must not put the start off for longer than any pause is.
        long longest = rules.longestPause().toNanos();
        pending = new Pending(file.instance(), nanos.getAsLong() + Math.min(left.toNanos(), longest));
    }

    /** Leaves an instance alone, until somebody starts another one. */
    private void hold(String instance) {
        pending = new Pending(instance, nanos.getAsLong() + Long.MAX_VALUE / 2);
    }

    private void startAgain(ServiceRecord crashed) throws InterruptedException {
        RestartFile file = RestartFile.read(folder);
        RestartHistory history = file == null ? RestartHistory.NONE : file.history();
        try {
            ServiceRecord started = operations.relaunch(folder, watched.spec(), crashed);
            events.restarted(started, history.failures());
            readiness.restarted(started.instance());
        } catch (ProcessException failed) {
            events.restartFailed(
                    folder.service(),
                    history.failures(),
                    failed.failure().getClass().getSimpleName());
            // An early exit left a new record, about which the next look decides.
            if (!(failed.failure() instanceof ProcessFailure.EarlyExit)) {
                // A start that failed half way took its record away, by which the next look finds the service.
                RecordWriter.write(folder, crashed);
                boolean wasLoop = file != null && file.verdict() == Verdict.CRASH_LOOP;
                apply(rules.afterFailedStart(failed, history, clock.instant()), crashed, history, wasLoop);
            }
        }
    }
}
