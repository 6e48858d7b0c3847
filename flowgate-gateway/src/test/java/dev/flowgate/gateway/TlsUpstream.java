package dev.flowgate.gateway;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An upstream with TLS that does what a test tells it. It reads each request's body first. */
final class TlsUpstream implements AutoCloseable {
    /** The requests as they came. */
    record Received(
            HttpVersion version, String host, @Nullable String sni, List<String> headers, String body) {}

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedQueue<Handler<HttpServerRequest>> script = new ConcurrentLinkedQueue<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private volatile Handler<HttpServerRequest> otherwise;

    private TlsUpstream(HttpServerOptions options, Handler<HttpServerRequest> otherwise) {
        this.otherwise = otherwise;
        this.server = vertx.createHttpServer(options)
                .connectionHandler(connection -> {
                    connections.incrementAndGet();
                    connection.closeHandler(gone -> closed.incrementAndGet());
                })
                .requestHandler(this::serve);
        try {
            server.listen(0, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException failure) {
            throw new IllegalStateException(failure);
        }
    }

    static TlsUpstream start(TestCertificate certificate, HttpVersion... versions) {
        HttpServerOptions options = new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setAlpnVersions(List.of(versions))
                .setInitialSettings(new Http2Settings().setMaxConcurrentStreams(1000))
                .setKeyCertOptions(certificate.identity());
        return new TlsUpstream(options, TlsUpstream::ok);
    }

    static void ok(HttpServerRequest request) {
        request.response().putHeader("content-type", "application/json").end("{\"ok\":true}");
    }

    /** Begins a stream. */
    static void firstEvent(HttpServerRequest request) {
        request.response()
                .putHeader("content-type", "text/event-stream")
                .setChunked(true)
                .write("data: {\"n\":1}\n\n");
    }

    private void serve(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            List<String> headers = request.headers().entries().stream()
                    .map(header -> header.getKey() + ": " + header.getValue())
                    .toList();
            received.add(new Received(
                    request.version(),
                    String.valueOf(request.authority()),
                    request.connection().indicatedServerName(),
                    headers,
                    body.toString()));
            Handler<HttpServerRequest> next = script.poll();
            (next == null ? otherwise : next).handle(request);
        });
    }

    /** Adds what to do with the next request. */
    void then(Handler<HttpServerRequest> next) {
        script.add(next);
    }

    void always(Handler<HttpServerRequest> behaviour) {
        otherwise = behaviour;
    }

    /** Does something when a peer has had time to read what was sent: a reset may overtake it. */
    void later(Runnable step) {
        vertx.setTimer(150, fired -> step.run());
    }

    URI base() {
        return URI.create("https://localhost:" + server.actualPort() + "/v1");
    }

    List<Received> received() {
        return received;
    }

    Received last() {
        return received.get(received.size() - 1);
    }

    int connections() {
        return connections.get();
    }

    int closedConnections() {
        return closed.get();
    }

    @Override
    public void close() {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
