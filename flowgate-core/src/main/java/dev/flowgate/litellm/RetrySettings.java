package dev.flowgate.litellm;

import java.time.Duration;
import java.util.Map;

/**
 * How often a failed request is sent again within its model group.
 *
 * @param numRetries {@code num_retries}: further attempts after the first; default 2
 * @param retryAfter {@code retry_after}: the least wait before the same deployment is tried again; default zero
 * @param policy {@code retry_policy}: further attempts by the class of the failure, in place of {@code numRetries}
 * @param groupPolicies {@code model_group_retry_policy}: policies of single model groups; {@code policy} holds for the
 *     classes that one does not name
 */
public record RetrySettings(
        int numRetries,
        Duration retryAfter,
        Map<ErrorClass, Integer> policy,
        Map<String, Map<ErrorClass, Integer>> groupPolicies) {
    /** Two retries, whatever the failure. */
    public static final RetrySettings DEFAULT = new RetrySettings(2, Duration.ZERO, Map.of(), Map.of());

    /** Copies the policies. */
    public RetrySettings {
        policy = Map.copyOf(policy);
        groupPolicies = Map.copyOf(groupPolicies);
    }
}
