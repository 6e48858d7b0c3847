package dev.flowgate.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The connections of one event loop to upstreams. Those without TLS speak HTTP/1.1. Those with it speak HTTP/2 where the
 * upstream agrees (ALPN, RFC 7301), and are prepared when the first request needs one: a gateway without https upstreams
 * loads nothing of TLS. Used on its event loop only.
 */
final class UpstreamClients {
    /** Shorter than servers keep idle connections: one that is about to be closed is better not used. */
    private static final int IDLE_SECONDS = 25;

    /** For each upstream. The pool reserves a slot for each, so this is large, but not without bounds. */
    private static final int MAX_CONNECTIONS = 4096;

    private static final int MAX_LINE_BYTES = 16 * 1024;
    private static final int CHUNK_BYTES = 64 * 1024;

    private static final int STREAMS_PER_CONNECTION = 100;
    private static final int STREAM_WINDOW_BYTES = 128 * 1024;

    /** How long what was sent may stay unconfirmed (RFC 5482); only where Vert.x has a native transport. */
    private static final int DEAD_MILLIS = 30_000;

    private final Vertx vertx;
    private final GatewayLimits limits;
    private final HttpClientAgent plain;

    /** One entry, and one more for each reload that changed whom to trust: streams may still run on the old ones. */
    private final Map<UpstreamTrust, HttpClientAgent> secure = new HashMap<>();

    /** Those that no request was sent over yet. */
    private final Set<HttpConnection> unused = Collections.newSetFromMap(new IdentityHashMap<>());

    UpstreamClients(Vertx vertx, GatewayLimits limits) {
        this.vertx = vertx;
        this.limits = limits;
        this.plain = client(options(limits));
    }

    /** The client for an upstream. */
    HttpClientAgent of(Upstream upstream) {
        UpstreamTrust trust = upstream.trust();
        if (trust == null) {
            return plain;
        }
        HttpClientAgent known = secure.get(trust);
        return known != null ? known : prepare(trust);
    }

    private HttpClientAgent prepare(UpstreamTrust trust) {
        HttpClientAgent prepared = client(secured(limits, trust));
        secure.put(trust, prepared);
        return prepared;
    }

    private HttpClientAgent client(HttpClientOptions options) {
        return vertx.httpClientBuilder()
                .with(options)
                // The pool is told to expect HTTP/2 and finds out otherwise. If it were allowed fewer such connections,
                // requests that wait for one would be forgotten until a connection with HTTP/1.1 becomes free.
                .with(new PoolOptions()
                        .setHttp1MaxSize(MAX_CONNECTIONS)
                        .setHttp2MaxSize(MAX_CONNECTIONS)
                        .setMaxWaitQueueSize(-1))
                .withConnectHandler(this::connected)
                .build();
    }

    private void connected(HttpConnection connection) {
        unused.add(connection);
        connection.closeHandler(closed -> unused.remove(connection));
        // A broken connection is reported to its request; it is nothing to log.
        connection.exceptionHandler(broken -> {});
    }

    /** Notes that a connection is used, and tells whether it had been before. */
    boolean use(HttpConnection connection) {
        return !unused.remove(connection);
    }

    private static HttpClientOptions options(GatewayLimits limits) {
        HttpClientOptions options = new HttpClientOptions()
                .setMaxHeaderSize(limits.maxHeaderBytes())
                .setMaxInitialLineLength(MAX_LINE_BYTES)
                .setMaxChunkSize(CHUNK_BYTES)
                .setKeepAliveTimeout(IDLE_SECONDS);
        options.setTcpNoDelay(true);
        options.setConnectTimeout(Math.toIntExact(limits.connectTimeout().toMillis()));
        return options;
    }

    /**
     * A client whose answer is not read holds its window back from the connection, too (RFC 9113 section 5.2). The
     * connection's window is as large as those of all its streams, so that no client can hold up another.
     */
    private static HttpClientOptions secured(GatewayLimits limits, UpstreamTrust trust) {
        HttpClientOptions options = options(limits)
                .setSsl(true)
                .setUseAlpn(true)
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2MultiplexingLimit(STREAMS_PER_CONNECTION)
                .setHttp2ConnectionWindowSize(STREAMS_PER_CONNECTION * STREAM_WINDOW_BYTES)
                .setHttp2KeepAliveTimeout(IDLE_SECONDS)
                .setInitialSettings(new Http2Settings()
                        .setPushEnabled(false)
                        .setInitialWindowSize(STREAM_WINDOW_BYTES)
                        .setMaxHeaderListSize(limits.maxHeaderBytes()))
                .setVerifyHost(trust.verified())
                .setTrustAll(!trust.verified());
        if (trust.verified()) {
            options.setTrustOptions(new TrustedAuthorities(trust));
        }
        // Many requests share a connection: one to a network that is gone must not take them all in for a quarter of an
        // hour, as long as the system tries to send again.
        options.setTcpUserTimeout(DEAD_MILLIS);
        // Checking a chain of certificates takes milliseconds, which the other requests of the loop would wait for.
        options.setSslEngineOptions(new JdkSSLEngineOptions().setUseWorkerThread(true));
        return options;
    }
}
