package dev.flowgate.litellm;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How requests are routed, with every default filled in. One precedence holds for all of it: {@code router_settings}
 * before {@code litellm_settings} before the default. (What a request or a deployment says comes before both.)
 *
 * @param routingStrategy {@code routing_strategy}; default {@code simple-shuffle}
 * @param numRetries {@code num_retries}: further attempts within a model group after the first; default 2
 * @param retryAfter {@code retry_after}: the least wait between attempts; default zero
 * @param timeout {@code timeout} or {@code request_timeout}; default 6000 s
 * @param streamTimeout {@code stream_timeout}; null means {@code timeout}
 * @param allowedFails {@code allowed_fails}: failures within the cooldown time that a deployment may have before it is
 *     cooled down; null means that a deployment is judged by its failure rate
 * @param cooldownTime {@code cooldown_time}; default 5 s
 * @param disableCooldowns {@code disable_cooldowns}; default false
 * @param enablePreCallChecks {@code enable_pre_call_checks}; default false
 * @param fallbacks {@code fallbacks}: model group to the groups that stand in for it, in order
 * @param defaultFallbacks {@code default_fallbacks}: the groups that stand in for any group without an entry
 * @param contextWindowFallbacks {@code context_window_fallbacks}, for requests that are too long for a group
 * @param contentPolicyFallbacks {@code content_policy_fallbacks}, for requests that a group's policy refuses
 * @param maxFallbacks {@code max_fallbacks}: how many groups may stand in for one request; default 5
 * @param modelGroupAliases {@code model_group_alias}: further names of model groups
 */
public record RouterSettings(
        String routingStrategy,
        int numRetries,
        Duration retryAfter,
        Duration timeout,
        @Nullable Duration streamTimeout,
        @Nullable Integer allowedFails,
        Duration cooldownTime,
        boolean disableCooldowns,
        boolean enablePreCallChecks,
        Map<String, List<String>> fallbacks,
        List<String> defaultFallbacks,
        Map<String, List<String>> contextWindowFallbacks,
        Map<String, List<String>> contentPolicyFallbacks,
        int maxFallbacks,
        Map<String, Alias> modelGroupAliases) {

    /** The strategy of a configuration that names none. */
    public static final String SIMPLE_SHUFFLE = "simple-shuffle";

    /** Copies the collections. */
    public RouterSettings {
        fallbacks = inOrder(fallbacks);
        defaultFallbacks = List.copyOf(defaultFallbacks);
        contextWindowFallbacks = inOrder(contextWindowFallbacks);
        contentPolicyFallbacks = inOrder(contentPolicyFallbacks);
        modelGroupAliases = inOrder(modelGroupAliases);
    }

    /**
     * Returns the settings of a configuration that says nothing.
     *
     * @return the defaults
     */
    public static RouterSettings defaults() {
        return new RouterSettings(
                SIMPLE_SHUFFLE,
                2,
                Duration.ZERO,
                Duration.ofSeconds(6000),
                null,
                null,
                Duration.ofSeconds(5),
                false,
                false,
                Map.of(),
                List.of(),
                Map.of(),
                Map.of(),
                5,
                Map.of());
    }

    private static <V> Map<String, V> inOrder(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /**
     * A further name of a model group.
     *
     * @param modelGroup the group that answers
     * @param hidden whether the name is left out of the list of models
     */
    public record Alias(String modelGroup, boolean hidden) {}
}
