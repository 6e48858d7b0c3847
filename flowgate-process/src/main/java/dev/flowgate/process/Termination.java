package dev.flowgate.process;

import dev.flowgate.process.ServiceProgress.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Ends every process of a service: first its group, then whoever left the group and still carries the cookie or holds
 * the run lock. Processes are asked by TERM, never by INT, which a process started in the background may ignore; CONT
 * follows, because a stopped process takes no other signal.
 */
final class Termination {
    private static final Duration AFTER_KILL = Duration.ofSeconds(5);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);

    private final HostProcesses processes;
    private final ServiceFolder folder;
    private final Collection<String> instances;
    private final Set<Long> shims;
    private final Grace grace;
    private final ServiceProgress.Listener listener;
    private final Poll patience;
    private boolean killed;

    /**
     * Prepares.
     *
     * @param instances whose processes are ended
     * @param shims processes that are the service's and are not waited for, because they end by themselves: shims and guards
     */
    Termination(
            HostProcesses processes,
            ServiceFolder folder,
            Collection<String> instances,
            Set<Long> shims,
            Grace grace,
            ServiceProgress.Listener listener) {
        this.processes = processes;
        this.folder = folder;
        this.instances = instances;
        this.shims = shims;
        this.grace = grace;
        this.listener = listener;
        this.patience = new Poll(grace.length(), FIRST_PAUSE, LONGEST_PAUSE);
    }

    boolean killed() {
        return killed;
    }

    Duration elapsed() {
        return patience.elapsed();
    }

    /** Returns the processes of the instances, and those that hold the run lock. */
    List<ProcessStat> remaining() {
        return withoutShims(processes.belonging(instances, ServiceFolder.RUN_LOCK_DESCRIPTOR, folder.realRunLock()));
    }

    /** Returns the processes of a group. */
    List<ProcessStat> ofGroup(@Nullable ServiceGroup group) {
        return group == null ? List.of() : withoutShims(group.members());
    }

    private List<ProcessStat> withoutShims(List<ProcessStat> found) {
        return found.stream().filter(process -> !shims.contains(process.pid())).toList();
    }

    /** Ends them and returns those that are still there. */
    List<ProcessStat> run(@Nullable ServiceGroup group) throws InterruptedException {
        if (group != null) {
            List<ProcessStat> survivors = end(new Target() {
                @Override
                public List<ProcessStat> members() {
                    return ofGroup(group);
                }

                @Override
                public void terminate(List<ProcessStat> members) {
                    group.terminate();
                }

                @Override
                public void kill(List<ProcessStat> members) {
                    group.kill();
                }
            });
            if (!survivors.isEmpty()) {
                return survivors;
            }
        }
        return end(new Target() {
            @Override
            public List<ProcessStat> members() {
                return remaining();
            }

            @Override
            public void terminate(List<ProcessStat> members) {
                members.forEach(member -> processes.terminate(member.pid()));
            }

            @Override
            public void kill(List<ProcessStat> members) {
                members.forEach(member -> processes.kill(member.pid()));
            }
        });
    }

    /** Some processes that are ended together. */
    private interface Target {
        List<ProcessStat> members();

        void terminate(List<ProcessStat> members);

        void kill(List<ProcessStat> members);
    }

    private List<ProcessStat> end(Target target) throws InterruptedException {
        List<ProcessStat> members = target.members();
        if (members.isEmpty()) {
            return members;
        }
        target.terminate(members);
        Poll poll = new Poll(left(), FIRST_PAUSE, LONGEST_PAUSE);
        while (!members.isEmpty() && !poll.expired() && !grace.urgent().getAsBoolean()) {
            tell(Phase.STOPPING, members);
            poll.pause();
            members = target.members();
        }
        poll = new Poll(AFTER_KILL, FIRST_PAUSE, LONGEST_PAUSE);
        while (!members.isEmpty() && !poll.expired()) {
            // Again at each look: a member may have started another one just before it was killed.
            killed = true;
            target.kill(members);
            tell(Phase.KILLING, members);
            poll.pause();
            members = target.members();
        }
        return members;
    }

    /** Describes processes for messages. */
    static List<String> describe(HostProcesses processes, List<ProcessStat> survivors) {
        List<String> lines = new ArrayList<>();
        for (ProcessStat survivor : survivors) {
            lines.add(survivor.pid() + " (state " + survivor.state() + ") " + processes.commandLine(survivor.pid()));
        }
        return lines;
    }

    private void tell(Phase phase, List<ProcessStat> members) {
        String seen = members.size() == 1
                ? "process " + members.get(0).pid() + " is still there"
                : members.size() + " processes are still there";
        listener.progress(new ServiceProgress(folder.service(), phase, seen, elapsed()));
    }

    private Duration left() {
        Duration left = grace.length().minus(patience.elapsed());
        return left.isNegative() ? Duration.ZERO : left;
    }
}
