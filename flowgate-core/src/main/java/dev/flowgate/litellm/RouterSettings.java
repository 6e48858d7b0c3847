package dev.flowgate.litellm;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How requests are routed, with every default filled in. One precedence holds for all of it: {@code router_settings}
 * before {@code litellm_settings} before the default. (What a request or a deployment says comes before both.)
 *
 * @param strategy how a deployment is chosen
 * @param retries how often a failed request is sent again
 * @param cooldowns when a deployment is left alone
 * @param fallbacks which model groups stand in for others
 * @param timeout {@code timeout} or {@code request_timeout}; default 6000 s
 * @param streamTimeout {@code stream_timeout}; null means {@code timeout}
 * @param enablePreCallChecks {@code enable_pre_call_checks}; default false
 * @param enableTagFiltering {@code enable_tag_filtering}; default false
 * @param defaultMaxParallelRequests {@code default_max_parallel_requests} of a deployment that sets no limit; null means
 *     no limit
 * @param modelGroupAliases {@code model_group_alias}: further names of model groups
 */
public record RouterSettings(
        StrategySettings strategy,
        RetrySettings retries,
        CooldownSettings cooldowns,
        FallbackSettings fallbacks,
        Duration timeout,
        @Nullable Duration streamTimeout,
        boolean enablePreCallChecks,
        boolean enableTagFiltering,
        @Nullable Integer defaultMaxParallelRequests,
        Map<String, Alias> modelGroupAliases) {
    private static final RouterSettings DEFAULTS = new RouterSettings(
            StrategySettings.DEFAULT,
            RetrySettings.DEFAULT,
            CooldownSettings.DEFAULT,
            FallbackSettings.DEFAULT,
            Duration.ofMinutes(100),
            null,
            false,
            false,
            null,
            Map.of());

    /** Copies the aliases. */
    public RouterSettings {
        modelGroupAliases = Collections.unmodifiableMap(new LinkedHashMap<>(modelGroupAliases));
    }

    /**
     * Returns the settings of a configuration that says nothing.
     *
     * @return the defaults
     */
    public static RouterSettings defaults() {
        return DEFAULTS;
    }

    /**
     * A further name of a model group.
     *
     * @param modelGroup the group that answers
     * @param hidden whether the name is left out of the list of models
     */
    public record Alias(String modelGroup, boolean hidden) {}
}
