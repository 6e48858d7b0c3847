package dev.flowgate.litellm;

import java.util.Locale;

/**
 * The classes of upstream failures that {@code retry_policy} and {@code allowed_fails_policy} tell apart, by the names
 * of LiteLLM 1.75.8.
 */
public enum ErrorClass {
    /** The request is at fault: 400, 413, 422. */
    BAD_REQUEST("BadRequestError"),
    /** The credentials were refused: 401. */
    AUTHENTICATION("AuthenticationError"),
    /** No answer came in time: 408, 504 and limits of our own. */
    TIMEOUT("TimeoutError"),
    /** Too many requests: 429. */
    RATE_LIMIT("RateLimitError"),
    /** The provider's policy refuses the content. */
    CONTENT_POLICY_VIOLATION("ContentPolicyViolationError"),
    /** The upstream failed: 500 and above, or the connection broke. */
    INTERNAL_SERVER("InternalServerError");

    private final String id;

    ErrorClass(String id) {
        this.id = id;
    }

    /**
     * Returns the key of {@code retry_policy}.
     *
     * @return such as {@code TimeoutErrorRetries}
     */
    public String retriesKey() {
        return id + "Retries";
    }

    /**
     * Returns the key of {@code allowed_fails_policy}.
     *
     * @return such as {@code TimeoutErrorAllowedFails}
     */
    public String allowedFailsKey() {
        return id + "AllowedFails";
    }

    /**
     * Returns the name for a person to read.
     *
     * @return such as {@code rate limit}
     */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
