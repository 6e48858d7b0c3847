package dev.flowgate.process;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a supervision has decided about a service that failed. It is forgotten when somebody starts or stops the service,
 * and when the service has been ready for a minute.
 *
 * @param verdict what it has decided
 * @param failures how often the service has failed in a row
 * @param nextAt when it is started again; null when it has been, or will not be
 * @param reason why it is not started again; null when it is
 */
public record RestartState(
        Verdict verdict,
        int failures,
        @Nullable Instant nextAt,
        @Nullable String reason) {
    /** What a supervision does about a service that failed. */
    public enum Verdict {
        /** It is started again, after pauses that double. */
        RETRYING,
        /** It failed five times within two minutes: it is started again once a minute, and somebody should look at it. */
        CRASH_LOOP,
        /** It is not started again, because trying again cannot help. */
        GIVEN_UP
    }
}
