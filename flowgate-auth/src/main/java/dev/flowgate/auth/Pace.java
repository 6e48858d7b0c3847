package dev.flowgate.auth;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How a login waits, apart from what it waits for. */
interface Pace {
    Pace REAL = new Pace() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public LoginInput.@Nullable Entry next(LoginInput input, Duration limit) throws InterruptedException {
            return input.await(limit);
        }

        @Override
        public void pause(Duration duration) throws InterruptedException {
            java.util.concurrent.TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        }
    };

    /** The time that deadlines are told by. */
    long nanoTime();

    /** Waits for input; null when none comes within the limit. */
    LoginInput.@Nullable Entry next(LoginInput input, Duration limit) throws InterruptedException;

    /** Waits, whatever is typed. */
    void pause(Duration duration) throws InterruptedException;
}
