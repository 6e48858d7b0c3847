package dev.flowgate.gateway;

import io.netty.channel.SelectStrategy;
import io.netty.util.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Lets an event loop look for events a little longer before it sleeps, as long as they come thick and fast: to fall
 * asleep and be woken costs more time, and more CPU, than the wait itself. Where events come seldom, as between the
 * tokens of a model, it never spins. One instance for each event loop; used on it only.
 */
final class AdaptiveSpin implements SelectStrategy {
    /** About what falling asleep and waking up take together. */
    private static final long SPIN_NANOS = 50_000;

    /** From one sleep to the next, what was done in between included. */
    private static final long DENSE_NANOS = 4 * SPIN_NANOS;

    /** Sleeps without a spin after one that was in vain: so many as to make its cost small. */
    private static final int MAX_PENALTY = 256;

    private final LongSupplier nanoTime;
    private boolean slept;
    private long sleptAt;
    private boolean dense;
    private int penalty = 1;
    private int skip;

    AdaptiveSpin(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public int calculateStrategy(IntSupplier selectNow, boolean hasTasks) throws Exception {
        if (hasTasks) {
            return selectNow.get();
        }
        long now = nanoTime.getAsLong();
        if (slept) {
            dense = now - sleptAt < DENSE_NANOS;
            slept = false;
        }
        if (dense && skip == 0) {
            int events = spin(selectNow, now);
            if (events > 0) {
                penalty = 1;
                return events;
            }
            penalty = Math.min(2 * penalty, MAX_PENALTY);
            skip = penalty;
        } else if (skip > 0) {
            skip--;
        }
        slept = true;
        sleptAt = nanoTime.getAsLong();
        return SELECT;
    }

    private int spin(IntSupplier selectNow, long begun) throws Exception {
        int events = selectNow.get();
        while (events == 0 && nanoTime.getAsLong() - begun < SPIN_NANOS) {
            Thread.onSpinWait();
            events = selectNow.get();
        }
        return events;
    }
}
