package dev.flowgate.auth.cliproxy;

import dev.flowgate.file.ProcessLock;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** Locks for what takes milliseconds, so that whoever holds one for long is stuck. */
final class BriefLock {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private BriefLock() {}

    /** Takes a lock, and waits for it as long as that makes sense. */
    static ProcessLock acquire(Path file, String operation, Clock clock) throws IOException {
        try {
            return ProcessLock.acquire(file, operation, clock, LIMIT)
                    .orElseThrow(() -> new IOException(file + " is held by " + ProcessLock.holder(file)));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted at " + file);
        }
    }
}
