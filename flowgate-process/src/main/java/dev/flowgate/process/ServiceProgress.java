package dev.flowgate.process;

import java.time.Duration;

/**
 * How far a start or a stop has come.
 *
 * @param service the service's name
 * @param phase what is being waited for
 * @param seen what was found last, in a few words
 * @param elapsed since the start or stop began
 */
public record ServiceProgress(String service, Phase phase, String seen, Duration elapsed) {
    /** What is being waited for. */
    public enum Phase {
        /** The process runs and does not own its port yet. */
        WAITING_FOR_PORT,
        /** The process owns its port and does not answer 2xx yet. */
        WAITING_FOR_ANSWER,
        /** The process runs and is to run to its end. */
        WAITING_FOR_END,
        /** The service is ready. */
        READY,
        /** The service was asked to end. */
        STOPPING,
        /** The service did not end in time and was killed. */
        KILLING
    }

    /** Is told how far a start or a stop has come, on the thread that makes the call, every 50 to 250 ms. */
    @FunctionalInterface
    public interface Listener {
        /** Listens to nothing. */
        Listener NONE = progress -> {};

        /**
         * Tells how far it has come. An exception from here ends the wait and reaches the caller.
         *
         * @param progress the state of things
         */
        void progress(ServiceProgress progress);
    }
}
