package dev.flowgate.gateway;

import dev.flowgate.FlowGateException;
import dev.flowgate.litellm.DeploymentConfig;
import dev.flowgate.litellm.Protocol;
import dev.flowgate.routing.Deployment;
import dev.flowgate.secret.SecretReference;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes what runs of what is configured. The only place that reads {@link DeploymentConfig}. A deployment that lacks its
 * secret or its address is kept, with the reason why it cannot be used.
 */
final class DeploymentFactory {
    private final UnaryOperator<@Nullable String> environment;
    private final long connectMillis;

    /**
     * A deployment ready to run.
     *
     * @param deployment as routing sees it
     * @param upstream how to reach it; null when it is a mock or cannot be used
     * @param mockResponse what it answers without an upstream; null when it has one
     */
    record Running(
            Deployment deployment,
            @Nullable Upstream upstream,
            @Nullable String mockResponse) {}

    DeploymentFactory(UnaryOperator<@Nullable String> environment, long connectMillis) {
        this.environment = environment;
        this.connectMillis = connectMillis;
    }

    Running create(DeploymentConfig config) {
        String mock = config.mockResponse();
        if (mock != null) {
            return new Running(deployment(config, Set.of(Protocol.values()), null), null, mock);
        }
        Protocol protocol = config.provider().protocol();
        if (config.unusable() != null) {
            return new Running(deployment(config, Set.of(protocol), config.unusable()), null, null);
        }
        try {
            Upstream upstream = upstream(config, protocol);
            return new Running(deployment(config, Set.of(protocol), null), upstream, null);
        } catch (FlowGateException unusable) {
            return new Running(deployment(config, Set.of(protocol), unusable.getMessage()), null, null);
        }
    }

    private Upstream upstream(DeploymentConfig config, Protocol protocol) {
        URI base = config.apiBase();
        boolean reachable = base != null
                && base.getHost() != null
                && ("http".equalsIgnoreCase(base.getScheme()) || "https".equalsIgnoreCase(base.getScheme()));
        if (base == null || !reachable) {
            throw new GatewayException(
                    "Deployment " + config.id() + " of model " + config.modelName()
                            + " has no usable api_base. Set an http or https address with a host.",
                    null);
        }
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        SecretReference key = config.apiKey();
        if (key != null) {
            String secret = key.resolve(environment).reveal();
            headers.add(
                    protocol == Protocol.OPENAI
                            ? Map.entry("authorization", "Bearer " + secret)
                            : Map.entry("x-api-key", secret));
        }
        config.extraHeaders()
                .forEach((name, value) ->
                        headers.add(Map.entry(name, value.resolve(environment).reveal())));
        headers.forEach(header -> requireOneLine(config, header));
        return Upstream.of(base, connectMillis, headers);
    }

    /** A line break would end the header (RFC 9112 section 5) and fail each request. */
    private static void requireOneLine(DeploymentConfig config, Map.Entry<String, String> header) {
        boolean clean = header.getKey().chars().allMatch(c -> c > ' ' && c < 127 && c != ':')
                && header.getValue().chars().allMatch(c -> (c >= ' ' || c == '\t') && c != 127);
        if (!clean) {
            throw new GatewayException(
                    "Deployment " + config.id() + " of model " + config.modelName()
                            + " has a header or a key with a line break or another control character in it. Remove it.",
                    null);
        }
    }

    private static Deployment deployment(DeploymentConfig config, Set<Protocol> protocols, @Nullable String problem) {
        return new Deployment(
                config.id(),
                config.modelName(),
                config.provider().id(),
                protocols,
                config.upstreamModel(),
                config.weight(),
                config.rpm(),
                config.tpm(),
                config.order(),
                config.maxParallelRequests(),
                config.tags(),
                config.modelInfo().maxInputTokens(),
                config.modelInfo().inputCostPerToken(),
                config.modelInfo().outputCostPerToken(),
                config.timeout(),
                config.streamTimeout(),
                config.cooldownTime(),
                config.numRetries(),
                problem);
    }
}
