package dev.flowgate.routing;

import dev.flowgate.litellm.CooldownSettings;
import dev.flowgate.litellm.FallbackSettings;
import dev.flowgate.litellm.RetrySettings;
import dev.flowgate.litellm.RouterSettings;
import dev.flowgate.litellm.RouterSettings.Alias;
import dev.flowgate.litellm.StrategySettings;
import dev.flowgate.litellm.StrategySettings.Strategy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Router settings for tests. */
final class Settings {
    private Settings() {}

    static RouterSettings defaults() {
        return RouterSettings.defaults();
    }

    static RouterSettings with(
            int numRetries,
            Map<String, List<String>> fallbacks,
            List<String> defaultFallbacks,
            Map<String, Alias> aliases) {
        return make(numRetries, null, fallbacks, defaultFallbacks, aliases);
    }

    /** No retries, and the strategy and checks that are given. */
    static RouterSettings choosing(
            Strategy strategy, boolean preCallChecks, boolean tagFiltering, @Nullable Integer defaultParallel) {
        return choosing(
                new StrategySettings(strategy, Duration.ofHours(1), 0, 10),
                preCallChecks,
                tagFiltering,
                defaultParallel);
    }

    static RouterSettings choosing(
            StrategySettings strategy, boolean preCallChecks, boolean tagFiltering, @Nullable Integer defaultParallel) {
        RouterSettings base = with(0, Map.of(), List.of(), Map.of());
        return new RouterSettings(
                strategy,
                base.retries(),
                base.cooldowns(),
                base.fallbacks(),
                base.timeout(),
                base.streamTimeout(),
                preCallChecks,
                tagFiltering,
                defaultParallel,
                Map.of());
    }

    static RouterSettings allowing(int fails) {
        return make(2, fails, Map.of(), List.of(), Map.of());
    }

    private static RouterSettings make(
            int numRetries,
            @Nullable Integer allowedFails,
            Map<String, List<String>> fallbacks,
            List<String> defaultFallbacks,
            Map<String, Alias> aliases) {
        return make(
                new RetrySettings(numRetries, Duration.ZERO, Map.of(), Map.of()),
                new CooldownSettings(allowedFails, Map.of(), CooldownSettings.DEFAULT.time(), false),
                new FallbackSettings(fallbacks, defaultFallbacks, Map.of(), Map.of(), 5),
                aliases);
    }

    static RouterSettings of(RetrySettings retries, CooldownSettings cooldowns, FallbackSettings fallbacks) {
        return make(retries, cooldowns, fallbacks, Map.of());
    }

    private static RouterSettings make(
            RetrySettings retries, CooldownSettings cooldowns, FallbackSettings fallbacks, Map<String, Alias> aliases) {
        RouterSettings base = RouterSettings.defaults();
        return new RouterSettings(
                base.strategy(),
                retries,
                cooldowns,
                fallbacks,
                base.timeout(),
                base.streamTimeout(),
                base.enablePreCallChecks(),
                base.enableTagFiltering(),
                base.defaultMaxParallelRequests(),
                aliases);
    }
}
