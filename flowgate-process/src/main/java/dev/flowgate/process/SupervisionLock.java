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
            return ProcessLock.tryAcquire(file, "supervision", clock).orElseThrow(() -> busy(runtimeDirectory, file));
        } catch (IOException failed) {
            throw ServiceFolder.storage("The lock of the supervision cannot be taken", runtimeDirectory, failed);
        }
    }

    /** Tells the pid of whoever has last taken the lock and not released it; empty when there is none. */
    static OptionalLong holder(Path runtimeDirectory) {
        return ProcessLock.holderPid(runtimeDirectory.resolve(FILE));
    }

    private static ProcessException busy(Path directory, Path file) {
        String holder = ProcessLock.holder(file);
        return new ProcessException(
                "The services of " + directory + " are supervised already, by " + holder
                        + ". End that supervision first, or leave it to it.",
                new ProcessFailure.Busy(holder));
    }
}
