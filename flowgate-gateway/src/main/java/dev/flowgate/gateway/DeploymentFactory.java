package dev.flowgate.gateway;

import dev.flowgate.FlowGateException;
import dev.flowgate.litellm.DeploymentConfig;
import dev.flowgate.litellm.Protocol;
import dev.flowgate.routing.Deployment;
import dev.flowgate.secret.SecretReference;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes what runs of what is configured. The only place that reads {@link DeploymentConfig}. A deployment that lacks its
 * secret or its address is kept, with the reason why it cannot be used.
 */
final class DeploymentFactory {
    private static final Set<String> CONNECTION_HEADERS = Set.of(
            "connection",
            "content-length",
            "host",
            "http2-settings",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private final UnaryOperator<@Nullable String> environment;
    private final long connectMillis;
    private final UpstreamTrust trust;

    /**
     * A deployment ready to run.
     *
     * @param deployment as routing sees it
     * @param labels what answers say of it
     * @param upstream how to reach it; null when it is a mock or cannot be used
     * @param mockResponse what it answers without an upstream; null when it has one
     */
    record Running(
            Deployment deployment,
            OwnHeaders.Labels labels,
            @Nullable Upstream upstream,
            @Nullable String mockResponse) {}

    DeploymentFactory(UnaryOperator<@Nullable String> environment, long connectMillis, UpstreamTrust trust) {
        this.environment = environment;
        this.connectMillis = connectMillis;
        this.trust = trust;
    }

    Running create(DeploymentConfig config) {
        String mock = config.mockResponse();
        if (mock != null) {
            return new Running(deployment(config, Set.of(Protocol.values()), null), labels(config, null), null, mock);
        }
        Protocol protocol = config.provider().protocol();
        if (config.unusable() != null) {
            return unusable(config, protocol, config.unusable());
        }
        try {
            Upstream upstream = upstream(config, protocol);
            return new Running(
                    deployment(config, Set.of(protocol), null), labels(config, config.apiBase()), upstream, null);
        } catch (FlowGateException unusable) {
            return unusable(config, protocol, unusable.getMessage());
        }
    }

    private static Running unusable(DeploymentConfig config, Protocol protocol, @Nullable String problem) {
        return new Running(deployment(config, Set.of(protocol), problem), labels(config, null), null, null);
    }

    private static OwnHeaders.Labels labels(DeploymentConfig config, @Nullable URI base) {
        return OwnHeaders.Labels.of(config.id(), base);
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
        headers.forEach(header -> requireEndToEnd(config, header.getKey()));
        return Upstream.of(base, connectMillis, trust, headers);
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

    /** HTTP/2 has no such headers (RFC 9113 section 8.2.2), and in HTTP/1.1 the engine frames requests itself. */
    private static void requireEndToEnd(DeploymentConfig config, String name) {
        if (CONNECTION_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
            throw new GatewayException(
                    "Deployment " + config.id() + " of model " + config.modelName() + " has " + name
                            + " in extra_headers, which only the connection itself may say. Remove it.",
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
