package dev.flowgate.process;

import dev.flowgate.file.ProcessLock;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The {@link ProcessLock} that a start or stop of a service holds. This class is the only place that names its file, which
 * nothing else may open.
 */
final class TransitionLock implements AutoCloseable {
    private static final String FILE = "op.lock";

    private final ProcessLock lock;
    private final Thread holder = Thread.currentThread();
    private boolean closed;

    private TransitionLock(ProcessLock lock) {
        this.lock = lock;
    }

    /**
     * Takes the lock.
     *
     * @throws ProcessException with {@link ProcessFailure.Busy} if it is not free in time
     */
    static TransitionLock acquire(ServiceFolder folder, String operation, Duration wait, Clock clock)
            throws InterruptedException {
        Path file = file(folder);
        try {
            Optional<ProcessLock> lock = ProcessLock.acquire(file, operation, clock, wait);
            return new TransitionLock(lock.orElseThrow(() -> busy(folder, file, operation)));
        } catch (IOException failed) {
            throw cannotLock(folder, failed);
        }
    }

    /** Takes the lock if it is free at this moment. */
    static @Nullable TransitionLock tryAcquire(ServiceFolder folder, String operation, Clock clock) {
        try {
            return ProcessLock.tryAcquire(file(folder), operation, clock)
                    .map(TransitionLock::new)
                    .orElse(null);
        } catch (IOException failed) {
            throw cannotLock(folder, failed);
        }
    }

    /** Fails when the current thread does not hold the lock, which would be a mistake of this package. */
    void requireHeld() {
        if (closed || !Thread.currentThread().equals(holder)) {
            throw new IllegalStateException("the lock is not held");
        }
    }

    @Override
    public void close() {
        closed = true;
        lock.close();
    }

    /** A service that has no folder gets none by a look at its lock. */
    private static Path file(ServiceFolder folder) {
        if (!folder.exists()) {
            throw cannotLock(folder, new NoSuchFileException(folder.path().toString()));
        }
        return folder.path().resolve(FILE);
    }

    private static ProcessException busy(ServiceFolder folder, Path file, String operation) {
        String holder = ProcessLock.holder(file);
        return new ProcessException(
                "Cannot " + operation + " " + folder.service() + ": it is being worked on by " + holder
                        + ". Wait until that has ended, or end it, and try again.",
                new ProcessFailure.Busy(holder));
    }

    private static ProcessException cannotLock(ServiceFolder folder, IOException cause) {
        return ServiceFolder.storage(
                "The lock of the service " + folder.service() + " cannot be taken", folder.path(), cause);
    }
}
