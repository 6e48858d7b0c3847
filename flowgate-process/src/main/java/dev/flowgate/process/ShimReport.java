package dev.flowgate.process;

import dev.flowgate.process.ServiceRecord.Ids;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Waits for what the shim of a new instance reports. */
final class ShimReport {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(2);
    private static final Duration EXIT_PATIENCE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(25);

    private final HostProcesses processes;

    ShimReport(HostProcesses processes) {
        this.processes = processes;
    }

    /** What came of a start. */
    sealed interface Outcome {
        /** The service's process, verified. */
        record Runs(Ids ids) implements Outcome {}

        /** It ended, or the shim did not start it. */
        record Over(Shim.Ended ended) implements Outcome {}

        /** Nothing was reported in time, or will be. */
        record Silence() implements Outcome {}
    }

    /**
     * Waits without heed to interrupts: a process that was started and is not written down would be lost.
     *
     * @param shimHasEnded tells whether there is nobody left who could report; false when that cannot be told
     */
    Outcome await(ServiceFolder folder, String instance, BooleanSupplier shimHasEnded, Duration patience) {
        Poll poll = new Poll(patience, FIRST_PAUSE, LONGEST_PAUSE);
        while (true) {
            // It writes first and ends then: so a look after it was seen to have ended decides.
            boolean isLastLook = shimHasEnded.getAsBoolean();
            Shim.Ended ended = Shim.ended(folder, instance);
            if (ended != null) {
                return new Outcome.Over(ended);
            }
            Shim.Started started = Shim.started(folder, instance);
            Ids ids = started == null ? null : identify(started, folder, instance);
            if (ids != null) {
                return new Outcome.Runs(ids);
            }
            if ((isLastLook && !runs(started)) || poll.expired()) {
                return new Outcome.Silence();
            }
            poll.pauseUninterruptibly();
        }
    }

    /** Returns the verified process of an instance that runs, by what the shim wrote down; null when there is none. */
    @Nullable Ids running(ServiceFolder folder, String instance) {
        Shim.Started started = Shim.started(folder, instance);
        return started == null ? null : identify(started, folder, instance);
    }

    /** Waits a moment for how an instance ended; null when the shim did not live to tell. */
    Shim.@Nullable Ended awaitEnd(ServiceFolder folder, String instance, long shim) {
        Poll poll = new Poll(EXIT_PATIENCE, FIRST_PAUSE, LONGEST_PAUSE);
        while (true) {
            ProcessStat waiting = processes.stat(shim);
            // The shim writes first and ends then: so a look after it was seen to have ended decides.
            Shim.Ended ended = Shim.ended(folder, instance);
            if (ended != null || waiting == null || !waiting.runs() || poll.expired()) {
                return ended;
            }
            poll.pauseUninterruptibly();
        }
    }

    private boolean runs(Shim.@Nullable Started started) {
        ProcessStat stat = started == null ? null : processes.stat(started.pid());
        return stat != null && stat.runs();
    }

    // Until setsid has run, the process is in the shim's group, and a signal to "its" group would go astray.
    private @Nullable Ids identify(Shim.Started started, ServiceFolder folder, String instance) {
        ProcessStat stat = processes.stat(started.pid());
        if (stat == null || !stat.runs() || (started.ownGroup() && stat.group() != stat.pid())) {
            return null;
        }
        boolean ours = processes.cookie(stat.pid(), instance) == HostProcesses.CookieFinding.PRESENT
                || processes.holds(stat.pid(), ServiceFolder.RUN_LOCK_DESCRIPTOR, folder.realRunLock());
        return ours ? new Ids(stat.pid(), stat.group(), started.shim(), stat.startTicks()) : null;
    }
}
