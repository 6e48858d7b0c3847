package dev.flowgate.process;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a service that ended is left alone before it is started again, and when its failures count as a loop.
 *
 * @param first the pause after the first failure; it doubles with each further one
 * @param longest no pause is longer, but for the jitter
 * @param jitter by which part a pause may be shorter or longer, 0 to 1, so that services that fell together do not rise
 *     together
 * @param settled how long a service has to be ready until its failures are forgotten
 * @param loopFailures how many failures make a loop
 * @param loopWindow within which time they do
 */
record RestartBackoff(
        Duration first, Duration longest, double jitter, Duration settled, int loopFailures, Duration loopWindow) {
    static final RestartBackoff STANDARD = new RestartBackoff(
            Duration.ofMillis(500), Duration.ofSeconds(60), 0.2, Duration.ofSeconds(60), 5, Duration.ofMinutes(2));

    /** Returns the pause after a failure that {@code earlier} others came before. */
    Duration pause(int earlier, RandomGenerator random) {
        double doubled = first.toNanos() * Math.pow(2, earlier);
        return jittered(Math.min(doubled, (double) longest.toNanos()), random);
    }

    /** Returns the pause within a crash loop. */
    Duration loopPause(RandomGenerator random) {
        return jittered((double) longest.toNanos(), random);
    }

    private Duration jittered(double nanos, RandomGenerator random) {
        return Duration.ofNanos((long) (nanos * (1 - jitter + 2 * jitter * random.nextDouble())));
    }
}
