package dev.flowgate.process;

import dev.flowgate.process.ServiceRecord.Ids;
import java.util.List;

/**
 * The process group of one instance, as long as it is proved to be its. A group's number is not given to a new process
 * while the group has a member; so a group that had a proved member at one look, and still has one of those at the next,
 * is the same group.
 */
final class ServiceGroup {
    private final HostProcesses processes;
    private final Ids ids;
    private final String instance;
    private List<ProcessStat> lastSeen = List.of();

    ServiceGroup(HostProcesses processes, Ids ids, String instance) {
        this.processes = processes;
        this.ids = ids;
        this.instance = instance;
    }

    /** Returns the members that still run; none once the group cannot be proved to be the instance's. */
    List<ProcessStat> members() {
        if (ids.group() != ids.pid()) {
            return List.of();
        }
        List<ProcessStat> members = processes.group(ids.group());
        lastSeen = isProved(members) ? members : List.of();
        return lastSeen;
    }

    void terminate() {
        processes.terminateGroup(ids.group());
    }

    void kill() {
        processes.killGroup(ids.group());
    }

    private boolean isProved(List<ProcessStat> members) {
        for (ProcessStat member : members) {
            for (ProcessStat seen : lastSeen) {
                if (seen.pid() == member.pid() && seen.startTicks() == member.startTicks()) {
                    return true;
                }
            }
        }
        for (ProcessStat member : members) {
            // Its environment is gone when it is about to end, and a signal does no harm then.
            boolean isEndingLeader =
                    member.exiting() && member.pid() == ids.pid() && member.startTicks() == ids.startTicks();
            if (isEndingLeader || processes.cookie(member.pid(), instance) == HostProcesses.CookieFinding.PRESENT) {
                return true;
            }
        }
        return false;
    }

    /** Takes the leader as proved, which {@link Identity} has just done by whatever means. */
    ServiceGroup withProvedLeader() {
        ProcessStat leader = processes.stat(ids.pid());
        if (leader != null && leader.startTicks() == ids.startTicks()) {
            lastSeen = List.of(leader);
        }
        return this;
    }
}
