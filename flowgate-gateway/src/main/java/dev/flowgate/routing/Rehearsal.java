package dev.flowgate.routing;

import dev.flowgate.routing.UpstreamFailure.Cause;

/**
 * A failure that a request asks for, so that its sender sees the fallbacks and retries at work: the model asked for
 * fails without being called, and no deployment is blamed for it. After LiteLLM's {@code mock_testing_...} fields.
 */
public enum Rehearsal {
    /** {@code mock_testing_fallbacks}: fails with 500 and goes straight to the fallbacks. */
    FAILURE("mock_testing_fallbacks", 500, Cause.OTHER),
    /** {@code mock_testing_context_fallbacks}: as if the prompt were too long. */
    CONTEXT_WINDOW("mock_testing_context_fallbacks", 400, Cause.CONTEXT_WINDOW),
    /** {@code mock_testing_content_policy_fallbacks}: as if the content were refused. */
    CONTENT_POLICY("mock_testing_content_policy_fallbacks", 400, Cause.CONTENT_POLICY),
    /** {@code mock_testing_rate_limit_error}: a first attempt that fails with 429, with its retries. */
    RATE_LIMIT("mock_testing_rate_limit_error", 429, Cause.OTHER);

    private final String field;
    private final int status;
    private final Cause cause;

    Rehearsal(String field, int status, Cause cause) {
        this.field = field;
        this.status = status;
        this.cause = cause;
    }

    /**
     * Returns the field of a request body that asks for it.
     *
     * @return such as {@code mock_testing_fallbacks}
     */
    public String field() {
        return field;
    }

    /**
     * Returns the failure.
     *
     * @return a failure with a status
     */
    public UpstreamFailure failure() {
        return UpstreamFailure.status(status, null).because(cause);
    }
}
