package dev.flowgate.routing;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt at a deployment failed.
 *
 * @param kind what kind of failure it was
 * @param status the HTTP status of the answer; 0 unless the kind is {@link Kind#STATUS}
 * @param retryAfter how long the upstream asked to be left alone; null when it did not say
 */
public record UpstreamFailure(
        Kind kind, int status, @Nullable Duration retryAfter) {
    private static final int TIMEOUT_STATUS = 408;
    private static final int CONNECTION_STATUS = 500;

    /** The kinds of failure. */
    public enum Kind {
        /** The upstream answered with an error status. */
        STATUS,
        /** No connection could be made. */
        CONNECT,
        /** The connection broke before the answer was complete. */
        RESET,
        /** No answer, or no further part of it, came in time. */
        TIMEOUT
    }

    /**
     * An answer with an error status.
     *
     * @param status the status, 300 to 599
     * @param retryAfter the upstream's {@code retry-after}; null when it sent none
     * @return the failure
     */
    public static UpstreamFailure status(int status, @Nullable Duration retryAfter) {
        return new UpstreamFailure(Kind.STATUS, status, retryAfter);
    }

    /**
     * A failure without an answer.
     *
     * @param kind the kind, not {@link Kind#STATUS}
     * @return the failure
     */
    public static UpstreamFailure of(Kind kind) {
        return new UpstreamFailure(kind, 0, null);
    }

    /**
     * Returns the status that this failure counts as: LiteLLM's mapping of timeouts to 408 and of broken connections to
     * 500.
     *
     * @return an HTTP status
     */
    int countedAs() {
        return switch (kind) {
            case STATUS -> status;
            case TIMEOUT -> TIMEOUT_STATUS;
            case CONNECT, RESET -> CONNECTION_STATUS;
        };
    }

    /**
     * Returns the reason for a person to read, to be put after the deployment's name.
     *
     * @return such as {@code answered 503}
     */
    public String reason() {
        return switch (kind) {
            case STATUS -> "answered " + status;
            case TIMEOUT -> "did not answer in time";
            case CONNECT -> "could not be reached";
            case RESET -> "broke the connection";
        };
    }
}
