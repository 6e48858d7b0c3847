package dev.flowgate.auth;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Carries what a user types or pastes to the login that waits for it. Safe for use by several threads. */
public final class LoginInput {
    /**
     * What came.
     *
     * @param text what the user gave; null when there will be nothing
     */
    record Entry(@Nullable String text) {
        /** Says nothing of what was typed. */
        @Override
        public String toString() {
            return text == null ? "end of input" : "input";
        }
    }

    private final BlockingQueue<Entry> entries = new LinkedBlockingQueue<>();

    LoginInput() {}

    /**
     * Gives what the user typed or pasted. What is blank is ignored; what comes when nothing is asked for is dropped.
     *
     * @param text the input; may be a secret
     */
    public void give(String text) {
        if (!text.isBlank()) {
            entries.add(new Entry(text.strip()));
        }
    }

    /** Tells that the user wants no more: the login ends as cancelled. */
    public void cancel() {
        entries.add(new Entry(null));
    }

    /** Waits for the next entry; null when none comes in time. */
    @Nullable Entry await(Duration limit) throws InterruptedException {
        return entries.poll(Math.max(0, limit.toNanos()), TimeUnit.NANOSECONDS);
    }
}
