package dev.flowgate.routing;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Which failures are worth another attempt, and how long to wait for it. After LiteLLM, except that a request that is
 * itself at fault (4xx other than 408, 409 and 429) is repeated only if a policy says so; see {@link RetryLimits}.
 */
final class RetryPolicy {
    private static final double INITIAL_SECONDS = 0.5;
    private static final double MAX_SECONDS = 8;
    private static final double JITTER_SECONDS = 0.75;
    private static final long MAX_HONOURED_SECONDS = 60;
    private static final int MAX_DOUBLINGS = 5;
    private static final int SERVER_ERRORS = 500;

    private RetryPolicy() {}

    /** Tells whether the same request may succeed at another attempt. */
    static boolean isRetryable(UpstreamFailure failure) {
        return failure.kind() != UpstreamFailure.Kind.STATUS
                || switch (failure.status()) {
                    case 408, 409, 429 -> true;
                    // Not a list: what stands before providers has codes of its own, such as 520 to 524.
                    default -> failure.status() >= SERVER_ERRORS;
                };
    }

    /** Tells whether the deployment itself is at fault: it lacks the key or the model, which another one may have. */
    static boolean condemnsDeployment(UpstreamFailure failure) {
        return failure.kind() == UpstreamFailure.Kind.STATUS && (failure.status() == 401 || failure.status() == 404);
    }

    /**
     * Returns how long to wait before the same deployment is tried again.
     *
     * @param retry the number of retries in the group so far
     */
    static Duration backoff(int retry, Duration minimum, UpstreamFailure failure, RandomGenerator random) {
        double jitter = random.nextDouble() * JITTER_SECONDS;
        Duration asked = failure.retryAfter();
        if (asked != null && asked.compareTo(Duration.ZERO) > 0 && asked.toSeconds() <= MAX_HONOURED_SECONDS) {
            return ofSeconds(asked.toMillis() / 1000.0 + jitter);
        }
        double doubled = INITIAL_SECONDS * (1 << Math.min(Math.max(retry - 1, 0), MAX_DOUBLINGS));
        return ofSeconds(Math.min(Math.max(doubled, minimum.toMillis() / 1000.0), MAX_SECONDS) + jitter);
    }

    private static Duration ofSeconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
