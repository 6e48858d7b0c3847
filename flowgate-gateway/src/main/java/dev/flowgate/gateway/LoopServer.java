package dev.flowgate.gateway;

import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The HTTP server and client of one event loop. The event loops of a gateway share its port. */
final class LoopServer {
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
        Loop loop = new Loop(
                engine,
                context,
                new UpstreamClients(vertx, engine.limits()),
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

    /** The event loop that it listens on. */
    EventLoop eventLoop() {
        Loop running = loop;
        if (running == null) {
            throw new IllegalStateException("This event loop does not listen.");
        }
        return running.context().nettyEventLoop();
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
}
