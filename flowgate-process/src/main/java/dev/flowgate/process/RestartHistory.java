package dev.flowgate.process;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How often a service has failed since it was last started by somebody or settled.
 *
 * @param failures how often
 * @param recent when, as far as it is not too long ago to matter, oldest first
 */
record RestartHistory(int failures, List<Instant> recent) {
    static final RestartHistory NONE = new RestartHistory(0, List.of());

    RestartHistory {
        recent = List.copyOf(recent);
    }

    /** Adds a failure and forgets those before the window. */
    RestartHistory failed(Instant now, Duration window) {
        List<Instant> kept = new ArrayList<>();
        for (Instant failure : recent) {
            if (failure.isAfter(now.minus(window))) {
                kept.add(failure);
            }
        }
        kept.add(now);
        return new RestartHistory(failures + 1, kept);
    }
}
