package dev.flowgate.routing;

import dev.flowgate.litellm.ErrorClass;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt at a deployment failed.
 *
 * @param kind what kind of failure it was
 * @param status the HTTP status of the answer; 0 unless the kind is {@link Kind#STATUS}
 * @param retryAfter how long the upstream asked to be left alone; null when it did not say
 * @param cause what in the request the upstream refused
 */
public record UpstreamFailure(
        Kind kind, int status, @Nullable Duration retryAfter, Cause cause) {
    private static final int TIMEOUT_STATUS = 408;
    private static final int CONNECTION_STATUS = 500;
    private static final int SERVER_ERRORS = 500;

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

    /** What in a request an upstream refused; some models may take what another refuses. */
    public enum Cause {
        /** The prompt does not fit into the model's context window. */
        CONTEXT_WINDOW,
        /** The provider's policy refuses the content. */
        CONTENT_POLICY,
        /** Anything else, or nothing in the request. */
        OTHER
    }

    /**
     * An answer with an error status.
     *
     * @param status the status, 300 to 599
     * @param retryAfter the upstream's {@code retry-after}; null when it sent none
     * @return the failure
     */
    public static UpstreamFailure status(int status, @Nullable Duration retryAfter) {
        return new UpstreamFailure(Kind.STATUS, status, retryAfter, Cause.OTHER);
    }

    /**
     * A failure without an answer.
     *
     * @param kind the kind, not {@link Kind#STATUS}
     * @return the failure
     */
    public static UpstreamFailure of(Kind kind) {
        return new UpstreamFailure(kind, 0, null, Cause.OTHER);
    }

    /**
     * The same failure with its cause.
     *
     * @param known what in the request was refused
     * @return the failure
     */
    public UpstreamFailure because(Cause known) {
        return known == cause ? this : new UpstreamFailure(kind, status, retryAfter, known);
    }

    /**
     * Returns the class that policies know the failure by: by its status, and among refused requests by the cause. A
     * prompt that is too long is a bad request, as in LiteLLM; so is 413.
     *
     * @return the class; empty for the statuses that have none, such as 403, 404 and 409
     */
    public Optional<ErrorClass> errorClass() {
        return switch (kind) {
            case TIMEOUT -> Optional.of(ErrorClass.TIMEOUT);
            case CONNECT, RESET -> Optional.of(ErrorClass.INTERNAL_SERVER);
            case STATUS ->
                cause == Cause.CONTENT_POLICY
                        ? Optional.of(ErrorClass.CONTENT_POLICY_VIOLATION)
                        : Optional.ofNullable(ofStatus(status));
        };
    }

    private static @Nullable ErrorClass ofStatus(int status) {
        return switch (status) {
            case 400, 413, 422 -> ErrorClass.BAD_REQUEST;
            case 401 -> ErrorClass.AUTHENTICATION;
            case 408, 504 -> ErrorClass.TIMEOUT;
            case 429 -> ErrorClass.RATE_LIMIT;
            default -> status >= SERVER_ERRORS ? ErrorClass.INTERNAL_SERVER : null;
        };
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
            case STATUS ->
                "answered " + status
                        + switch (cause) {
                            case CONTEXT_WINDOW -> " because the prompt is too long";
                            case CONTENT_POLICY -> " because it refuses the content";
                            case OTHER -> "";
                        };
            case TIMEOUT -> "did not answer in time";
            case CONNECT -> "could not be reached";
            case RESET -> "broke the connection";
        };
    }
}
