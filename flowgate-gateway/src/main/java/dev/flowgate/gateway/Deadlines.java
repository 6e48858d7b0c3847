package dev.flowgate.gateway;

import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The time limits of one event loop. Nearly all of them are lifted before they expire, so setting one costs a few field
 * writes: one timer looks after all, and is set for the nearest. Used on its event loop only.
 */
final class Deadlines {
    private static final long NONE = Long.MAX_VALUE;

    private final Vertx vertx;
    private final LongSupplier nanoTime;
    private final long origin;

    private @Nullable Deadline first;
    private long timer = -1;
    private long timerAt = NONE;

    /** Something that must not take too long. */
    abstract static class Deadline {
        private @Nullable Deadline previous;
        private @Nullable Deadline next;
        private boolean listed;
        private long at;

        /** Called when the time is over; the deadline is no longer set. */
        abstract void expired();
    }

    Deadlines(Vertx vertx, LongSupplier nanoTime) {
        this.vertx = vertx;
        this.nanoTime = nanoTime;
        this.origin = nanoTime.getAsLong();
    }

    /** Sets a deadline, or moves it. */
    void set(Deadline deadline, long nanos) {
        long now = now();
        deadline.at = nanos > NONE - now ? NONE : now + nanos;
        if (!deadline.listed) {
            link(deadline);
        }
        if (deadline.at < timerAt) {
            schedule(deadline.at, now);
        }
    }

    /** Nanoseconds until a deadline that is set. */
    long remaining(Deadline deadline) {
        return deadline.at - now();
    }

    /** Lifts a deadline. */
    void lift(Deadline deadline) {
        if (!deadline.listed) {
            return;
        }
        deadline.listed = false;
        Deadline previous = deadline.previous;
        Deadline next = deadline.next;
        if (previous == null) {
            first = next;
        } else {
            previous.next = next;
        }
        if (next != null) {
            next.previous = previous;
        }
        deadline.previous = null;
        deadline.next = null;
    }

    private void link(Deadline deadline) {
        deadline.listed = true;
        deadline.next = first;
        if (first != null) {
            first.previous = deadline;
        }
        first = deadline;
    }

    /** Nanoseconds since the start, so that comparing never overflows. */
    long now() {
        return nanoTime.getAsLong() - origin;
    }

    private void schedule(long at, long now) {
        if (timer >= 0) {
            vertx.cancelTimer(timer);
        }
        timerAt = at;
        long millis = TimeUnit.NANOSECONDS.toMillis(at - now) + 1;
        timer = vertx.setTimer(millis, fired -> sweep());
    }

    private void sweep() {
        timer = -1;
        timerAt = NONE;
        long now = now();
        long nearest = NONE;
        List<Deadline> due = new ArrayList<>();
        for (Deadline node = first; node != null; node = node.next) {
            if (node.at <= now) {
                due.add(node);
            } else {
                nearest = Math.min(nearest, node.at);
            }
        }
        if (nearest != NONE) {
            schedule(nearest, now);
        }
        for (Deadline deadline : due) {
            // One that expired before it may have lifted or moved it.
            if (deadline.listed && deadline.at <= now) {
                lift(deadline);
                deadline.expired();
            }
        }
    }
}
