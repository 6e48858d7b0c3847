package dev.flowgate.process;

import dev.flowgate.process.ServiceRecord.Ids;

/** Tells whether a recorded process is still the one that was started. Only {@link Verdict#SAME} may be signalled. */
final class Identity {
    private final HostProcesses processes;
    private final PidSpace here;

    Identity(HostProcesses processes) {
        this.processes = processes;
        this.here = processes.pidSpace();
    }

    /** What became of a recorded process. */
    enum Verdict {
        /** It runs. */
        SAME,
        /** It has ended. */
        DEAD,
        /** It has ended, and its id belongs to another process now. */
        RECYCLED,
        /** The machine was started anew since. */
        OTHER_BOOT,
        /** It was started in another container, whose processes cannot be seen from here. */
        FOREIGN,
        /** There is a process, and nothing proves that it is the one or another. */
        UNKNOWN
    }

    PidSpace here() {
        return here;
    }

    /** Judges where a record was written, which is all there is to judge before a process is known. */
    Verdict place(ServiceRecord record) {
        if (!record.os().bootId().equals(here.bootId())) {
            return Verdict.OTHER_BOOT;
        }
        return record.os().pidNamespace().equals(here.pidNamespace()) ? Verdict.SAME : Verdict.FOREIGN;
    }

    /** Judges a record's process. */
    Verdict judge(ServiceRecord record, ServiceFolder folder) {
        Verdict place = place(record);
        Ids ids = record.process();
        if (place != Verdict.SAME) {
            return place;
        }
        if (ids == null) {
            return Verdict.DEAD;
        }
        ProcessStat stat = processes.stat(ids.pid());
        if (stat == null || !stat.runs()) {
            return Verdict.DEAD;
        }
        if (stat.startTicks() != ids.startTicks()) {
            return Verdict.RECYCLED;
        }
        Verdict byCookie = byCookie(stat, record, folder);
        // What was read of the environment belongs to this process only if it was there before and after.
        ProcessStat after = processes.stat(ids.pid());
        if (after == null || !after.runs() || after.startTicks() != ids.startTicks()) {
            return Verdict.DEAD;
        }
        // It is about to end, and its environment may be gone already.
        return after.exiting() && byCookie != Verdict.RECYCLED ? Verdict.DEAD : byCookie;
    }

    /**
     * Tells whether the process of a record that was once judged to be the same still runs. Its environment needs no second
     * look: whoever got its id later began later.
     */
    boolean stillRuns(ServiceRecord record) {
        Ids ids = record.process();
        if (ids == null) {
            return false;
        }
        ProcessStat stat = processes.stat(ids.pid());
        return stat != null && stat.runs() && stat.startTicks() == ids.startTicks();
    }

    // A program may overwrite its environment to show its state (setproctitle) or start itself anew without it. The
    // lock file that it holds at a fixed descriptor is the second proof: no stranger has it open.
    private Verdict byCookie(ProcessStat stat, ServiceRecord record, ServiceFolder folder) {
        return switch (processes.cookie(stat.pid(), record.instance())) {
            case PRESENT -> Verdict.SAME;
            case OTHER -> Verdict.RECYCLED;
            case ABSENT -> holdsRunLock(stat, folder) ? Verdict.SAME : Verdict.RECYCLED;
            case UNREADABLE -> holdsRunLock(stat, folder) ? Verdict.SAME : Verdict.UNKNOWN;
        };
    }

    private boolean holdsRunLock(ProcessStat stat, ServiceFolder folder) {
        return processes.holds(stat.pid(), ServiceFolder.RUN_LOCK_DESCRIPTOR, folder.realRunLock());
    }
}
