package dev.flowgate.process;

import java.time.Duration;

/** What is to become of a service that ended. */
sealed interface RestartDecision {
    /**
     * It is started again.
     *
     * @param after the pause
     * @param history its failures, this one included
     * @param crashLoop whether it fails so often that somebody should look at it
     */
    record Restart(Duration after, RestartHistory history, boolean crashLoop) implements RestartDecision {}

    /**
     * It is not started again, because trying again cannot help.
     *
     * @param reason why, for people
     */
    record GiveUp(String reason) implements RestartDecision {}

    /** It is not started again, because its policy says so. */
    record Leave() implements RestartDecision {}
}
