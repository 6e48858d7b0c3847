package dev.flowgate.gateway;

import dev.flowgate.litellm.CooldownSettings;
import dev.flowgate.litellm.DeploymentConfig;
import dev.flowgate.litellm.FallbackSettings;
import dev.flowgate.litellm.LiteLlmConfig;
import dev.flowgate.litellm.ModelInfo;
import dev.flowgate.litellm.Provider;
import dev.flowgate.litellm.RetrySettings;
import dev.flowgate.litellm.RouterSettings;
import dev.flowgate.litellm.RouterSettings.Alias;
import dev.flowgate.litellm.StrategySettings;
import dev.flowgate.litellm.StrategySettings.Strategy;
import dev.flowgate.secret.SecretReference;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Configurations for tests. */
final class Configs {
    static final String KEY = "sk-upstream";

    private Configs() {}

    static DeploymentConfig openAi(String model, String id, URI base) {
        return entry(model, id, "openai", base, SecretReference.parse(KEY), null, null);
    }

    static DeploymentConfig anthropic(String model, String id, URI base) {
        return entry(model, id, "anthropic", base, SecretReference.parse(KEY), null, null);
    }

    static DeploymentConfig mock(String model, String id, String response) {
        return entry(model, id, "openai", null, null, null, response);
    }

    static DeploymentConfig entry(
            String model,
            String id,
            String provider,
            @Nullable URI base,
            @Nullable SecretReference key,
            @Nullable Duration timeout,
            @Nullable String mock) {
        return new DeploymentConfig(
                model,
                id,
                Provider.named(provider).orElseThrow(),
                "real-" + id,
                base,
                key,
                null,
                null,
                null,
                null,
                timeout,
                null,
                null,
                null,
                null,
                List.of(),
                ModelInfo.UNKNOWN,
                Map.of("x-extra", SecretReference.parse("yes")),
                mock,
                null);
    }

    static LiteLlmConfig of(DeploymentConfig... deployments) {
        return new LiteLlmConfig(List.of(deployments), RouterSettings.defaults(), null);
    }

    static LiteLlmConfig of(RouterSettings router, DeploymentConfig... deployments) {
        return new LiteLlmConfig(List.of(deployments), router, null);
    }

    static RouterSettings router(int numRetries, Map<String, List<String>> fallbacks) {
        return router(numRetries, fallbacks, Map.of());
    }

    static RouterSettings router(int numRetries, Map<String, List<String>> fallbacks, Map<String, Alias> aliases) {
        return router(numRetries, CooldownSettings.DEFAULT, fallbacks, aliases);
    }

    /** Settings that leave a deployment alone once it failed more than so many times. */
    static RouterSettings cooling(
            int numRetries, int allowedFails, Duration cooldownTime, Map<String, List<String>> fallbacks) {
        return router(
                numRetries, new CooldownSettings(allowedFails, Map.of(), cooldownTime, false), fallbacks, Map.of());
    }

    private static RouterSettings router(
            int numRetries,
            CooldownSettings cooldowns,
            Map<String, List<String>> fallbacks,
            Map<String, Alias> aliases) {
        RouterSettings base = RouterSettings.defaults();
        return new RouterSettings(
                base.strategy(),
                new RetrySettings(numRetries, Duration.ZERO, Map.of(), Map.of()),
                cooldowns,
                new FallbackSettings(fallbacks, List.of(), Map.of(), Map.of(), 5),
                base.timeout(),
                base.streamTimeout(),
                base.enablePreCallChecks(),
                base.enableTagFiltering(),
                base.defaultMaxParallelRequests(),
                aliases);
    }

    /** A deployment with what strategies go by. */
    static DeploymentConfig chosenBy(
            DeploymentConfig base, @Nullable Long rpm, @Nullable Integer order, @Nullable Integer parallel) {
        return chosenBy(base, rpm, order, parallel, List.of());
    }

    static DeploymentConfig tagged(DeploymentConfig base, String... tags) {
        return chosenBy(base, null, null, null, List.of(tags));
    }

    private static DeploymentConfig chosenBy(
            DeploymentConfig base,
            @Nullable Long rpm,
            @Nullable Integer order,
            @Nullable Integer parallel,
            List<String> tags) {
        return new DeploymentConfig(
                base.modelName(),
                base.id(),
                base.provider(),
                base.upstreamModel(),
                base.apiBase(),
                base.apiKey(),
                null,
                rpm,
                null,
                order,
                base.timeout(),
                null,
                null,
                null,
                parallel,
                tags,
                base.modelInfo(),
                base.extraHeaders(),
                base.mockResponse(),
                null);
    }

    static RouterSettings choosing(Strategy strategy, boolean preCallChecks) {
        return choosing(strategy, preCallChecks, false);
    }

    static RouterSettings filteringTags() {
        return choosing(Strategy.SIMPLE_SHUFFLE, false, true);
    }

    private static RouterSettings choosing(Strategy strategy, boolean preCallChecks, boolean tagFiltering) {
        RouterSettings base = router(0, Map.of());
        return new RouterSettings(
                new StrategySettings(strategy, Duration.ofHours(1), 0, 10),
                base.retries(),
                base.cooldowns(),
                base.fallbacks(),
                base.timeout(),
                base.streamTimeout(),
                preCallChecks,
                tagFiltering,
                null,
                Map.of());
    }
}
