package dev.flowgate.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The HTTP server and client of one event loop. The event loops of a gateway share its port. */
final class LoopServer {
    /** Shorter than servers keep idle connections: one that is about to be closed is better not used. */
    private static final int UPSTREAM_IDLE_SECONDS = 25;

    /** For each upstream. The pool reserves a slot for each, so this is large, but not without bounds. */
    private static final int MAX_UPSTREAM_CONNECTIONS = 4096;

    private static final int MAX_LINE_BYTES = 16 * 1024;
    /** For telling the clients of requests that are broken off. */
    private static final long FAREWELL_MILLIS = 1000;

    private static final int CHUNK_BYTES = 64 * 1024;

    private final Engine engine;
    private final String host;
    private final int port;
    private volatile @Nullable Loop loop;
    private volatile @Nullable HttpServer server;

    LoopServer(Engine engine, String host, int port) {
        this.engine = engine;
        this.host = host;
        this.port = port;
    }

    /** Opens the port. Called on the event loop. */
    Future<?> listen(ContextInternal context) {
        Vertx vertx = context.owner();
        Deadlines deadlines = new Deadlines(vertx, System::nanoTime);
        Set<HttpConnection> unused = Collections.newSetFromMap(new IdentityHashMap<>());
        Loop loop = new Loop(
                engine,
                context,
                vertx.httpClientBuilder()
                        .with(clientOptions(engine.limits()))
                        .with(poolOptions())
                        .withConnectHandler(connection -> connected(connection, unused))
                        .build(),
                unused,
                deadlines,
                Collections.newSetFromMap(new IdentityHashMap<>()));
        this.loop = loop;
        ConnectionWatch watch = new ConnectionWatch(
                deadlines, engine.limits().connectionIdleTimeout().toNanos(), new Surface(loop, host)::handle);
        HttpServer created = vertx.createHttpServer(serverOptions(engine.limits()))
                .connectionHandler(watch::opened)
                .requestHandler(watch);
        server = created;
        return created.listen(port, host);
    }

    private static void connected(HttpConnection upstream, Set<HttpConnection> unused) {
        unused.add(upstream);
        upstream.closeHandler(closed -> unused.remove(upstream));
        // A broken connection is reported to its request; it is nothing to log.
        upstream.exceptionHandler(broken -> {});
    }

    /** The port in use. */
    int port() {
        HttpServer running = server;
        if (running == null) {
            throw new IllegalStateException("This event loop does not listen.");
        }
        return running.actualPort();
    }

    /** Stops accepting, waits for the requests under way, and breaks off those that take longer. */
    Future<Void> drain(Duration timeout) {
        HttpServer running = server;
        Loop own = loop;
        if (running == null || own == null) {
            return Future.succeededFuture();
        }
        long millis = Math.max(1, timeout.toMillis());
        own.context()
                .runOnContext(closing -> own.context()
                        .owner()
                        .setTimer(millis, late -> List.copyOf(own.live()).forEach(Exchange::breakOff)));
        return running.shutdown(millis + FAREWELL_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static HttpServerOptions serverOptions(GatewayLimits limits) {
        HttpServerOptions options = new HttpServerOptions()
                .setMaxHeaderSize(limits.maxHeaderBytes())
                .setMaxInitialLineLength(MAX_LINE_BYTES)
                .setMaxChunkSize(CHUNK_BYTES)
                .setHttp2ClearTextEnabled(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false);
        options.setTcpNoDelay(true).setReuseAddress(true).setAcceptBacklog(1024);
        return options;
    }

    private static HttpClientOptions clientOptions(GatewayLimits limits) {
        HttpClientOptions options = new HttpClientOptions()
                .setMaxHeaderSize(limits.maxHeaderBytes())
                .setMaxInitialLineLength(MAX_LINE_BYTES)
                .setMaxChunkSize(CHUNK_BYTES)
                .setKeepAliveTimeout(UPSTREAM_IDLE_SECONDS)
                .setVerifyHost(true);
        options.setTcpNoDelay(true);
        options.setConnectTimeout(Math.toIntExact(limits.connectTimeout().toMillis()));
        return options;
    }

    private static PoolOptions poolOptions() {
        return new PoolOptions().setHttp1MaxSize(MAX_UPSTREAM_CONNECTIONS).setMaxWaitQueueSize(-1);
    }
}
