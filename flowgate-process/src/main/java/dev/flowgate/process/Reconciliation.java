package dev.flowgate.process;

import dev.flowgate.process.RecordReader.Reading;
import dev.flowgate.process.ServiceRecord.Desired;
import dev.flowgate.process.ServiceRecord.LastExit;
import dev.flowgate.process.ServiceRecord.State;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Brings a service's record in line with what runs, whatever happened since it was written: the service crashed, the
 * machine was started anew, whoever started it was killed half way. Called by the holder of the service's lock.
 */
final class Reconciliation {
    private static final Duration HALF_STARTED = Duration.ofSeconds(2);

    private final HostProcesses processes;
    private final Identity identity;
    private final Clock clock;
    private final Events events;

    Reconciliation(HostProcesses processes, Identity identity, Clock clock, Events events) {
        this.processes = processes;
        this.identity = identity;
        this.clock = clock;
        this.events = events;
    }

    /** What is known of a service once its record is right. */
    sealed interface Finding {
        /** There is no record. */
        record Nothing() implements Finding {}

        /** The recorded process runs, verified. */
        record Runs(ServiceRecord record) implements Finding {}

        /** The recorded process has ended; other processes of the instance may be left. */
        record Ended(ServiceRecord record) implements Finding {}
    }

    /**
     * Sets the record right.
     *
     * @throws ProcessException with {@link ProcessFailure.Unverifiable} if it cannot be told what runs
     */
    Finding settle(ServiceFolder folder) {
        Reading reading = RecordReader.read(folder);
        if (reading instanceof Reading.Present present) {
            return settle(folder, present.record());
        }
        if (reading instanceof Reading.Newer newer) {
            throw unverifiable(folder.service(), newer(folder, newer.schema()));
        }
        if (reading instanceof Reading.Damaged) {
            return drop(folder, "the record is damaged");
        }
        return new Finding.Nothing();
    }

    private Finding settle(ServiceFolder folder, ServiceRecord written) {
        if (written.state() == State.EXITED && identity.place(written) == Identity.Verdict.SAME) {
            return new Finding.Ended(written);
        }
        if (written.process() == null && identity.place(written) == Identity.Verdict.SAME) {
            return complete(folder, written);
        }
        return judge(folder, written);
    }

    private Finding judge(ServiceFolder folder, ServiceRecord record) {
        return switch (identity.judge(record, folder)) {
            case SAME -> new Finding.Runs(record);
            case DEAD -> ended(folder, record);
            case RECYCLED ->
                Shim.ended(folder, record.instance()) != null || record.desired() == Desired.DOWN
                        ? ended(folder, record)
                        : drop(folder, "its process id belongs to another process now");
            case OTHER_BOOT -> drop(folder, "the machine was started anew since it was written");
            case FOREIGN -> throw unverifiable(folder.service(), foreign(folder));
            case UNKNOWN -> throw unverifiable(folder.service(), unknown(record, folder));
        };
    }

    /** Says that a record was written in another container, and what to do. */
    static String foreign(ServiceFolder folder) {
        return "its record was written in another container, whose processes cannot be seen from here. Use FlowGate"
                + " there, or delete " + folder.record() + " if that container is gone.";
    }

    /** Says that a record is from a later version, and what to do. */
    static String newer(ServiceFolder folder, String schema) {
        return "its record has schema " + schema + " and this version understands " + ServiceRecord.SCHEMA
                + ". Use the version of FlowGate that wrote " + folder.record() + ".";
    }

    /** Says that a process cannot be told from a stranger, and what to do. */
    static String unknown(ServiceRecord record, ServiceFolder folder) {
        long pid = record.process() == null ? 0 : record.process().pid();
        return "nothing proves that process " + pid + " is or is not the service, because its environment cannot be"
                + " read. Act as the user who started it (" + record.startedBy().user() + "), or end that process"
                + " yourself and delete " + folder.record() + ".";
    }

    private Shim.@Nullable Ended shimsWord(ServiceFolder folder, ServiceRecord record) {
        return record.process() == null
                ? Shim.ended(folder, record.instance())
                : new ShimReport(processes)
                        .awaitEnd(folder, record.instance(), record.process().shim());
    }

    private LastExit lastExit(Shim.@Nullable Ended ended) {
        String observer = "pid " + ProcessHandle.current().pid();
        return ended == null
                ? new LastExit(null, clock.instant(), observer)
                : new LastExit(ended.code(), ended.at(), observer);
    }

    private Finding ended(ServiceFolder folder, ServiceRecord record) {
        if (record.desired() == Desired.DOWN) {
            return new Finding.Ended(record);
        }
        return new Finding.Ended(endedByItself(folder, record));
    }

    private ServiceRecord endedByItself(ServiceFolder folder, ServiceRecord record) {
        Shim.Ended ended = shimsWord(folder, record);
        LastExit exit = lastExit(ended);
        boolean withHost = ended != null && ended.withHost();
        ServiceRecord exited = withHost ? record.endedWithHost(exit) : record.exited(exit);
        if (!isWritten(folder, exited)) {
            return exited;
        }
        if (withHost) {
            events.endedWithHost(exited, exit.exit());
        } else if (exited.isCompleted()) {
            events.completed(exited, exit.exit());
        } else {
            events.crashed(exited, exit.exit());
        }
        return exited;
    }

    // Whoever wrote the record did not live to add the process.
    private Finding complete(ServiceFolder folder, ServiceRecord record) {
        ShimReport.Outcome outcome =
                new ShimReport(processes).await(folder, record.instance(), () -> false, HALF_STARTED);
        if (outcome instanceof ShimReport.Outcome.Runs runs) {
            ServiceRecord running = record.running(runs.ids());
            boolean unused = isWritten(folder, running);
            return judge(folder, running);
        }
        if (outcome instanceof ShimReport.Outcome.Over over
                && !over.ended().how().equals(Shim.LOCKED)) {
            return new Finding.Ended(endedByItself(folder, record));
        }
        if (Files.exists(folder.restart())) {
            return keepForRestart(folder, record);
        }
        boolean somethingRuns = !processes
                .belonging(List.of(record.instance()), ServiceFolder.RUN_LOCK_DESCRIPTOR, folder.realRunLock())
                .isEmpty();
        // With the record kept, the next start or stop finds by it what has to be ended.
        return somethingRuns ? new Finding.Ended(record) : drop(folder, "the start was cut off before the process ran");
    }

    // Only a supervision leaves its decisions beside a start: the next one has to find what it is to start again.
    private Finding keepForRestart(ServiceFolder folder, ServiceRecord record) {
        String observer = "pid " + ProcessHandle.current().pid();
        ServiceRecord exited = record.exited(new LastExit(null, clock.instant(), observer));
        if (isWritten(folder, exited)) {
            events.stale(folder.service(), "the restart was cut off");
        }
        return new Finding.Ended(exited);
    }

    // A full disk must keep nobody from ending a service or asking for it. The next look finds the same, and tells of
    // it.
    private static boolean isWritten(ServiceFolder folder, ServiceRecord found) {
        try {
            RecordWriter.write(folder, found);
            return true;
        } catch (ProcessException unwritten) {
            LoggerFactory.getLogger(Reconciliation.class).debug("{}", unwritten.getMessage());
            return false;
        }
    }

    private Finding drop(ServiceFolder folder, String why) {
        folder.delete(folder.record());
        events.stale(folder.service(), why);
        return new Finding.Nothing();
    }

    private static ProcessException unverifiable(String service, String reason) {
        return new ProcessException(
                "Cannot tell whether " + service + " runs: " + reason, new ProcessFailure.Unverifiable(reason));
    }
}
