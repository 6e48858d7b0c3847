package dev.flowgate.process;

import dev.flowgate.process.RecordReader.Reading;
import dev.flowgate.process.ServiceRecord.Desired;
import dev.flowgate.process.ServiceRecord.State;
import java.time.Clock;
import java.time.Duration;

/** Looks at a service without its lock and without changing anything. */
final class StatusLook {
    private final HostProcesses processes;
    private final Identity identity;
    private final ServiceFolder folder;
    private final Clock clock;

    StatusLook(HostProcesses processes, Identity identity, ServiceFolder folder, Clock clock) {
        this.processes = processes;
        this.identity = identity;
        this.folder = folder;
        this.clock = clock;
    }

    /** Tells whether the record says less than can be found out: a crash or a start that was cut off. */
    boolean needsSettling() {
        if (!(RecordReader.read(folder) instanceof Reading.Present present)) {
            return false;
        }
        ServiceRecord record = present.record();
        if (record.state() == State.EXITED || record.desired() == Desired.DOWN) {
            return false;
        }
        return switch (identity.judge(record, folder)) {
            case DEAD, RECYCLED, OTHER_BOOT -> true;
            case SAME, FOREIGN, UNKNOWN -> false;
        };
    }

    ServiceStatus status() {
        Reading reading = RecordReader.read(folder);
        if (reading instanceof Reading.Present present) {
            return status(present.record());
        }
        if (reading instanceof Reading.Newer newer) {
            return new ServiceStatus.Unknown(folder.service(), Reconciliation.newer(folder, newer.schema()));
        }
        if (reading instanceof Reading.Damaged) {
            return new ServiceStatus.Unknown(
                    folder.service(), "its record is damaged; the next start or stop sets that right.");
        }
        return new ServiceStatus.Stopped(folder.service());
    }

    private ServiceStatus status(ServiceRecord record) {
        return switch (identity.judge(record, folder)) {
            case SAME -> running(record);
            case FOREIGN -> new ServiceStatus.Foreign(folder.service(), Reconciliation.foreign(folder));
            case UNKNOWN ->
                record.state() == State.EXITED
                        ? ended(record)
                        : new ServiceStatus.Unknown(folder.service(), Reconciliation.unknown(record, folder));
            case OTHER_BOOT -> new ServiceStatus.Stopped(folder.service());
            case DEAD, RECYCLED -> ended(record);
        };
    }

    private ServiceStatus running(ServiceRecord record) {
        ProcessStat stat = record.process() == null
                ? null
                : processes.stat(record.process().pid());
        return new ServiceStatus.Running(
                record.toInstance(folder.log()),
                stat == null ? Duration.ZERO : processes.uptime(stat),
                record.ports(),
                record.specDigest(),
                record.desired() == Desired.DOWN,
                record.startedBy().isHost() ? record.startedBy().pid() : null);
    }

    private ServiceStatus ended(ServiceRecord record) {
        if (record.hasEndedWithHost() && record.lastExit() != null) {
            return endedWithHost(record, record.lastExit().exit());
        }
        if (record.isCompleted() && record.lastExit() != null) {
            return new ServiceStatus.Completed(
                    record.toInstance(folder.log()), record.lastExit().exit());
        }
        if (record.lastExit() != null) {
            return new ServiceStatus.Crashed(
                    record.toInstance(folder.log()), record.lastExit().exit());
        }
        if (record.desired() == Desired.DOWN) {
            return new ServiceStatus.Stopped(folder.service());
        }
        if (record.process() == null) {
            return new ServiceStatus.Starting(folder.service());
        }
        // Somebody holds the lock and is about to write this down.
        Shim.Ended ended = Shim.ended(folder, record.instance());
        ServiceExit exit =
                ended == null ? new ServiceExit(null, clock.instant()) : new ServiceExit(ended.code(), ended.at());
        return ended != null && ended.withHost()
                ? endedWithHost(record, exit)
                : new ServiceStatus.Crashed(record.toInstance(folder.log()), exit);
    }

    private ServiceStatus endedWithHost(ServiceRecord record, ServiceExit exit) {
        return new ServiceStatus.EndedWithHost(
                record.toInstance(folder.log()), exit, record.startedBy().pid());
    }
}
