package dev.flowgate.process;

import java.time.Clock;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What a supervision goes by.
 *
 * @param clock dates what is written down
 * @param nanos measures pauses; nobody sets it
 * @param random the jitter
 * @param interval how often it looks at each service
 * @param backoff the pauses before a restart
 */
record SupervisionSettings(
        Clock clock, LongSupplier nanos, RandomGenerator random, Duration interval, RestartBackoff backoff) {
    static SupervisionSettings standard(Clock clock) {
        return new SupervisionSettings(
                clock, System::nanoTime, new SplittableRandom(), Duration.ofMillis(250), RestartBackoff.STANDARD);
    }
}
