package dev.flowgate.auth;

import dev.flowgate.auth.spi.AuthException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a login is waited for.
 *
 * @param timeout how long it may take altogether, more than 0; null for the provider's {@code timeout_seconds}, else
 *     {@link #DEFAULT_TIMEOUT}
 * @param pollInterval how long to wait between two looks, at least a second; null for the provider's
 *     {@code poll_interval_seconds}, else {@link #DEFAULT_POLL_INTERVAL}
 */
public record LoginOptions(
        @Nullable Duration timeout, @Nullable Duration pollInterval) {
    /** Long enough for a person to find a browser, a password and a second factor. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(5);

    /** The interval between two looks. */
    public static final Duration DEFAULT_POLL_INTERVAL = Duration.ofSeconds(2);

    /** Looking more often would only cost the other side. */
    public static final Duration SHORTEST_POLL_INTERVAL = Duration.ofSeconds(1);

    /** What the configuration says, or the defaults. */
    public static final LoginOptions DEFAULTS = new LoginOptions(null, null);

    /**
     * Checks the values.
     *
     * @throws AuthException if the timeout is not more than 0, or the interval is shorter than a second
     */
    public LoginOptions {
        if (timeout != null && (timeout.isNegative() || timeout.isZero())) {
            throw new AuthException("The timeout of a login must be more than 0 seconds.");
        }
        if (pollInterval != null && pollInterval.compareTo(SHORTEST_POLL_INTERVAL) < 0) {
            throw new AuthException("The poll interval of a login must be at least 1 second.");
        }
    }
}
