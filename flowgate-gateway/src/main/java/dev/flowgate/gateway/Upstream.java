package dev.flowgate.gateway;

import dev.flowgate.gateway.protocol.Endpoint;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a deployment is and what to present there. Immutable; its text form says nothing of it. */
final class Upstream {
    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;

    private final Map<Endpoint, RequestOptions> targets = new EnumMap<>(Endpoint.class);
    private final List<Map.Entry<String, String>> headers;
    private final @Nullable UpstreamTrust trust;
    private final String authority;

    private Upstream(List<Map.Entry<String, String>> headers, @Nullable UpstreamTrust trust, String authority) {
        this.headers = List.copyOf(headers);
        this.trust = trust;
        this.authority = authority;
    }

    /**
     * Creates an upstream.
     *
     * @param base the {@code api_base}, http or https, with a host
     * @param connectMillis limit for a connection
     * @param trust whom to believe to be an https upstream
     * @param headers what every request carries: the credential and the configured extra headers
     */
    static Upstream of(URI base, long connectMillis, UpstreamTrust trust, List<Map.Entry<String, String>> headers) {
        boolean tls = "https".equalsIgnoreCase(base.getScheme());
        int port = base.getPort() > 0 ? base.getPort() : tls ? HTTPS_PORT : HTTP_PORT;
        Upstream upstream = new Upstream(headers, tls ? trust : null, base.getHost() + ":" + port);
        String path = base.getRawPath() == null ? "" : base.getRawPath();
        for (Endpoint endpoint : Endpoint.values()) {
            upstream.targets.put(
                    endpoint,
                    new RequestOptions()
                            .setMethod(HttpMethod.POST)
                            .setHost(unbracketed(base.getHost()))
                            .setPort(port)
                            .setSsl(tls)
                            .setConnectTimeout(connectMillis)
                            .setURI(
                                    base.getRawQuery() == null
                                            ? endpoint.upstreamPath(path)
                                            : endpoint.upstreamPath(path) + "?" + base.getRawQuery()));
        }
        return upstream;
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** The request line for an operation, with the query of the {@code api_base} and the caller's after it. */
    RequestOptions target(Endpoint endpoint, @Nullable String query) {
        RequestOptions target = targets.get(endpoint);
        if (target == null) {
            throw new IllegalStateException("No target for " + endpoint);
        }
        if (query == null) {
            return target;
        }
        char separator = target.getURI().indexOf('?') < 0 ? '?' : '&';
        return new RequestOptions(target).setURI(target.getURI() + separator + query);
    }

    /** Whom to believe to be the upstream; null for one without TLS. */
    @Nullable UpstreamTrust trust() {
        return trust;
    }

    /** The host and the port, for a person to read. */
    String authority() {
        return authority;
    }

    List<Map.Entry<String, String>> headers() {
        return headers;
    }
}
