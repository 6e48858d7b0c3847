package dev.flowgate.gateway;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of request bodies may be held at a time, over all event loops. A body is held up to three times while
 * it is sent on, so the budget is a quarter of the heap. Safe for use by many threads.
 */
final class BodyBudget {
    private static final int SHARE_OF_HEAP = 4;

    private final long limit;
    private final AtomicLong held = new AtomicLong();

    BodyBudget(long limit) {
        this.limit = limit;
    }

    static BodyBudget ofHeap() {
        return new BodyBudget(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    }

    /** Takes bytes from the budget; returns false, and takes none, when that many are not left. */
    boolean take(long bytes) {
        if (held.addAndGet(bytes) <= limit) {
            return true;
        }
        held.addAndGet(-bytes);
        return false;
    }

    void giveBack(long bytes) {
        held.addAndGet(-bytes);
    }
}
