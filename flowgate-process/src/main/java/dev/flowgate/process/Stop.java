package dev.flowgate.process;

import dev.flowgate.process.Reconciliation.Finding;
import dev.flowgate.process.ServiceRecord.Ids;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Stops what is left of a service. Called by the holder of its lock, after the record was set right. */
final class Stop {
    private final HostProcesses processes;
    private final ServiceFolder folder;
    private final Grace grace;
    private final ServiceProgress.Listener listener;

    Stop(HostProcesses processes, ServiceFolder folder, Grace grace, ServiceProgress.Listener listener) {
        this.processes = processes;
        this.folder = folder;
        this.grace = grace;
        this.listener = listener;
    }

    /** Stops everything and deletes the record last, so that a stop that is cut off can be repeated. */
    StopResult run(Finding finding) throws InterruptedException {
        ServiceRecord record = recordOf(finding);
        Termination termination = termination(record);
        boolean runs = finding instanceof Finding.Runs;
        long pid = pidOf(record);
        if (!runs) {
            List<ProcessStat> left = termination.remaining();
            if (left.isEmpty() && termination.ofGroup(group(finding, record)).isEmpty()) {
                forget(record);
                return new StopResult.NotRunning();
            }
            pid = pid == 0 && !left.isEmpty() ? left.get(0).pid() : pid;
        }
        if (record != null && record.state() != ServiceRecord.State.EXITED) {
            announce(record);
        }
        List<ProcessStat> survivors = termination.run(group(finding, record));
        if (!survivors.isEmpty()) {
            return new StopResult.Failed(Termination.describe(processes, survivors));
        }
        ServiceExit exit = exitOf(record);
        forget(record);
        return new StopResult.Stopped(pid, termination.killed(), exit, termination.elapsed());
    }

    /** Written first: whoever restarts crashed services must not take what follows for a crash. */
    private void announce(ServiceRecord record) {
        try {
            RecordWriter.write(folder, record.stopping());
        } catch (ProcessException unwritten) {
            // A full disk must not keep a service running: the stop itself needs no space.
            LoggerFactory.getLogger(Stop.class).warn("{}", unwritten.getMessage());
        }
    }

    /** Ends what earlier instances left, and keeps the record of one that ended by itself. */
    void clear(Finding finding) throws InterruptedException {
        ServiceRecord record = recordOf(finding);
        List<ProcessStat> survivors = termination(record).run(group(finding, record));
        if (!survivors.isEmpty()) {
            List<String> lines = Termination.describe(processes, survivors);
            throw new ProcessException(
                    "Processes of an earlier run of " + folder.service()
                            + " are still there although they were killed: "
                            + String.join(", ", lines)
                            + ". Find out what they wait for; a process in state D waits for a"
                            + " disk or a network file system.",
                    new ProcessFailure.Leftovers(lines));
        }
        for (String instance : folder.instances()) {
            if (record == null || !instance.equals(record.instance())) {
                folder.deleteInstance(instance);
            }
        }
    }

    private Termination termination(@Nullable ServiceRecord record) {
        Set<String> instances = new LinkedHashSet<>(folder.instances());
        Set<Long> shims = new HashSet<>();
        if (record != null) {
            instances.add(record.instance());
            if (record.process() != null) {
                shims.add(record.process().shim());
            }
        }
        for (String instance : instances) {
            Shim.Started started = Shim.started(folder, instance);
            if (started != null) {
                shims.add(started.shim());
            }
            shims.add(Shim.guard(folder, instance));
        }
        return new Termination(processes, folder, instances, shims, grace, listener);
    }

    private @Nullable ServiceGroup group(Finding finding, @Nullable ServiceRecord record) {
        Ids ids = record == null ? null : record.process();
        if (record == null || ids == null) {
            return null;
        }
        ServiceGroup group = new ServiceGroup(processes, ids, record.instance());
        return finding instanceof Finding.Runs ? group.withProvedLeader() : group;
    }

    private @Nullable ServiceExit exitOf(@Nullable ServiceRecord record) {
        if (record == null || record.process() == null) {
            return null;
        }
        if (record.lastExit() != null) {
            return record.lastExit().exit();
        }
        Shim.Ended ended = new ShimReport(processes)
                .awaitEnd(folder, record.instance(), record.process().shim());
        return ended == null ? null : new ServiceExit(ended.code(), ended.at());
    }

    private void forget(@Nullable ServiceRecord record) {
        for (String instance : folder.instances()) {
            folder.deleteInstance(instance);
        }
        if (record != null) {
            folder.deleteInstance(record.instance());
            folder.delete(folder.restart());
            folder.delete(folder.record());
        }
    }

    private static @Nullable ServiceRecord recordOf(Finding finding) {
        if (finding instanceof Finding.Runs runs) {
            return runs.record();
        }
        return finding instanceof Finding.Ended ended ? ended.record() : null;
    }

    private static long pidOf(@Nullable ServiceRecord record) {
        return record == null || record.process() == null ? 0 : record.process().pid();
    }
}
