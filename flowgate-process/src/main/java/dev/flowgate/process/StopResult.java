package dev.flowgate.process;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a stop went. */
public sealed interface StopResult {
    /** Nothing of the service was running. */
    record NotRunning() implements StopResult {}

    /**
     * Every process of the service is gone.
     *
     * @param pid the service's process
     * @param killed whether something had to be killed because it did not end in time
     * @param exit how the service's process ended; null when nothing recorded it
     * @param took how long it took
     */
    record Stopped(long pid, boolean killed, @Nullable ServiceExit exit, Duration took) implements StopResult {}

    /**
     * The stop failed: some processes are still there, although they were killed. The record is kept, and the stop can
     * be repeated.
     *
     * @param survivors one line for each process: pid, state and command, such as {@code 4711 (state D) python}
     */
    record Failed(List<String> survivors) implements StopResult {
        /** Copies the list. */
        public Failed {
            survivors = List.copyOf(survivors);
        }
    }
}
