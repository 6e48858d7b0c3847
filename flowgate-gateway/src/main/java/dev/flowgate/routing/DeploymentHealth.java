package dev.flowgate.routing;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The counters of one deployment: tumbling windows that begin with their own first event, as LiteLLM's do. */
final class DeploymentHealth {
    private volatile boolean cooledOnce;
    private volatile long coolUntil;

    private boolean windowOpen;
    private long windowStart;
    private int successes;
    private int failures;

    private long recentStart;
    private int recentFailures;

    /**
     * What has happened so far.
     *
     * @param successes successes in the rate window
     * @param failures failures in the rate window
     * @param recentFailures failures in the window of the router's cooldown time
     */
    record Counts(int successes, int failures, int recentFailures) {}

    /** The clock is read only when there is something to compare it with. */
    boolean isCooling(LongSupplier nanoTime) {
        return cooledOnce && coolUntil - nanoTime.getAsLong() > 0;
    }

    Duration remaining(LongSupplier nanoTime) {
        return cooledOnce ? Duration.ofNanos(Math.max(coolUntil - nanoTime.getAsLong(), 0)) : Duration.ZERO;
    }

    synchronized void succeeded(long now, long windowNanos) {
        roll(now, windowNanos);
        successes++;
    }

    /**
     * Counts a failure.
     *
     * @param recentNanos the window of recent failures; negative for a failure that is not to count among them
     */
    synchronized Counts failed(long now, long windowNanos, long recentNanos) {
        roll(now, windowNanos);
        failures++;
        if (recentNanos < 0) {
            return new Counts(successes, failures, recentFailures);
        }
        if (recentFailures == 0 || now - recentStart >= recentNanos) {
            recentStart = now;
            recentFailures = 0;
        }
        recentFailures++;
        return new Counts(successes, failures, recentFailures);
    }

    /** Returns whether a cooldown began: one that is under way is not extended. */
    synchronized boolean coolDown(long now, Duration duration) {
        if (cooledOnce && coolUntil - now > 0) {
            return false;
        }
        coolUntil = now + duration.toNanos();
        cooledOnce = true;
        return true;
    }

    private void roll(long now, long windowNanos) {
        if (!windowOpen || now - windowStart >= windowNanos) {
            windowOpen = true;
            windowStart = now;
            successes = 0;
            failures = 0;
        }
    }
}
