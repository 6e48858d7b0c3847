package dev.flowgate.process;

import dev.flowgate.file.ProcessLock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.OptionalLong;

/**
 * The {@link ProcessLock} that a supervision of a runtime directory holds as long as it lives, so that there is one at most.
 * This class is the only place that names its file, which nothing else may open.
 */
final class SupervisionLock {
    private static final String FILE = "supervision.lock";

    private SupervisionLock() {}

    /**
     * Takes the lock.
     *
     * @throws ProcessException with {@link ProcessFailure.Busy} if another supervision holds it
     */
    static ProcessLock acquire(Path runtimeDirectory, Clock clock) {
        Path file = runtimeDirectory.resolve(FILE);
        try {
            String self =
                    identity(HostProcesses.current(), ProcessHandle.current().pid());
            return ProcessLock.tryAcquire(file, "supervision", clock, self)
                    .orElseThrow(() -> busy(runtimeDirectory, file));
        } catch (IOException failed) {
            throw ServiceFolder.storage("The lock of the supervision cannot be taken", runtimeDirectory, failed);
        }
    }

    /**
     * Tells the pid of whoever holds the lock, without trying it, which would take it for a moment; empty when nobody does, or
     * its holder was killed.
     */
    static OptionalLong holder(Path runtimeDirectory) {
        HostProcesses processes = HostProcesses.current();
        return ProcessLock.holderPid(runtimeDirectory.resolve(FILE), pid -> identity(processes, pid));
    }

    /** Tells a process from all that get its id later, also after a restart of the machine; blank when it has ended. */
    private static String identity(HostProcesses processes, long pid) {
        ProcessStat stat = processes.stat(pid);
        PidSpace here = processes.pidSpace();
        return stat == null || !stat.runs() ? "" : here.bootId() + " " + here.pidNamespace() + " " + stat.startTicks();
    }

    private static ProcessException busy(Path directory, Path file) {
        String holder = ProcessLock.holder(file);
        return new ProcessException(
                "The services of " + directory + " are supervised already, by " + holder
                        + ". End that supervision first, or leave the services to it.",
                new ProcessFailure.Busy(holder));
    }
}
