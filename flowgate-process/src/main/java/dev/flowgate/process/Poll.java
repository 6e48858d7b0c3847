package dev.flowgate.process;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits for something that announces itself to nobody, such as the end of a process that is no child of this JVM: looks
 * again after pauses that double up to a longest one.
 */
final class Poll {
    private final long started = System.nanoTime();
    private final long limit;
    private final long longestPause;
    private long pause;

    Poll(Duration limit, Duration firstPause, Duration longestPause) {
        this.limit = limit.toNanos();
        this.pause = firstPause.toNanos();
        this.longestPause = longestPause.toNanos();
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - started);
    }

    boolean expired() {
        return System.nanoTime() - started >= limit;
    }

    /** Pauses, at most until the limit. */
    void pause() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        LockSupport.parkNanos(nextPause());
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /** Pauses for what must be completed once it was begun; an interrupt is kept for later. */
    void pauseUninterruptibly() {
        boolean interrupted = Thread.interrupted();
        LockSupport.parkNanos(nextPause());
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private long nextPause() {
        long current = Math.min(pause, Math.max(1, limit - (System.nanoTime() - started)));
        pause = Math.min(2 * pause, longestPause);
        return current;
    }
}
