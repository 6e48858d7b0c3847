package dev.flowgate.routing;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * What the strategies and limits go by: attempts under way, requests and tokens of the current minute, latencies. Kept by
 * deployment id, so that it outlives a reload. Safe for use by many threads.
 *
 * <p>Minutes are counted from the creation of the tracker; LiteLLM counts those of the clock.
 */
public final class LoadTracker {
    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanoTime;
    private final long origin;
    private final ConcurrentMap<String, DeploymentLoad> loads = new ConcurrentHashMap<>();
    private final ParallelLimits limits = new ParallelLimits();

    /**
     * Creates a tracker that has measured nothing.
     *
     * @param nanoTime the time in nanoseconds, as {@link System#nanoTime()} gives it
     */
    public LoadTracker(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.origin = nanoTime.getAsLong();
    }

    /**
     * Forgets the deployments that are no longer configured. Requests under way still end in order.
     *
     * @param ids the ids that stay
     */
    public void retain(Collection<String> ids) {
        loads.keySet().retainAll(ids);
    }

    DeploymentLoad load(String id) {
        return loads.computeIfAbsent(id, unknown -> new DeploymentLoad());
    }

    ParallelLimits limits() {
        return limits;
    }

    long now() {
        return nanoTime.getAsLong();
    }

    /** The number of the current minute, from 0. */
    long minute() {
        return (nanoTime.getAsLong() - origin) / MINUTE_NANOS;
    }

    Duration untilNextMinute() {
        return Duration.ofNanos(MINUTE_NANOS - (nanoTime.getAsLong() - origin) % MINUTE_NANOS);
    }
}
