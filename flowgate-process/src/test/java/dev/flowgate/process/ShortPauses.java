package dev.flowgate.process;

import java.time.Duration;

/** Pauses before restarts that a test has the time to wait for. */
final class ShortPauses {
    static final RestartBackoff BACKOFF = new RestartBackoff(
            Duration.ofMillis(40), Duration.ofMillis(400), 0.2, Duration.ofMillis(300), 5, Duration.ofMinutes(2));
    private static final Duration INTERVAL = Duration.ofMillis(50);

    private ShortPauses() {}

    static SupervisionSettings apply(SupervisionSettings settings) {
        return with(settings, BACKOFF);
    }

    static SupervisionSettings with(SupervisionSettings settings, RestartBackoff backoff) {
        return new SupervisionSettings(settings.clock(), settings.nanos(), settings.random(), INTERVAL, backoff);
    }
}
