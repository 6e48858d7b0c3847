package dev.flowgate.cli.engine;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.flowgate.json.JsonText;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An upstream on loopback that speaks the APIs of OpenAI and Anthropic and costs nothing. It answers well unless the name of
 * the model, or the request's text, says {@code answer-} and a {@link Behaviour}.
 */
final class ScriptedUpstream implements AutoCloseable {
    private static final Duration SLOWNESS = Duration.ofSeconds(5);

    /** Long enough for a reader to have taken what came before a break, which else can undo it. */
    private static final Duration BEFORE_BREAK = Duration.ofMillis(500);

    private final HttpServer server;
    private final ExecutorService threads;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger requests = new AtomicInteger();

    private ScriptedUpstream(HttpServer server) {
        this.server = server;
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "flowgate-scripted-upstream");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    static ScriptedUpstream start() throws IOException {
        return new ScriptedUpstream(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    /** Returns the address, without a path. */
    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Returns how many requests have come. */
    int requests() {
        return requests.get();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, @Nullable Object> request = JsonText.readObject(text);
        Api api = Api.at(exchange.getRequestURI().getPath());
        Behaviour behaviour = Behaviour.of(String.valueOf(request.get("model")), text);
        if (api == null) {
            answer(exchange, 404, Api.CHAT.error(404));
        } else if (behaviour.status() != Behaviour.GOOD) {
            if (behaviour.status() == 429) {
                exchange.getResponseHeaders().set("retry-after", "1");
            }
            answer(exchange, behaviour.status(), api.error(behaviour.status()));
        } else {
            if (behaviour.isSlow()) {
                await(SLOWNESS);
            }
            if (Boolean.TRUE.equals(request.get("stream"))) {
                stream(exchange, api.stream(request), behaviour.isCut());
            } else {
                answer(exchange, Behaviour.GOOD, api.whole(request));
            }
        }
    }

    private void await(Duration time) throws IOException {
        try {
            if (closed.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("The upstream closes.");
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw new IOException("The upstream closes.", closing);
        }
    }

    private static void answer(HttpExchange exchange, int status, Map<String, ?> body) throws IOException {
        byte[] bytes = JsonText.compact(body).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.getResponseHeaders().set("x-ratelimit-remaining-requests", "7");
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private void stream(HttpExchange exchange, String events, boolean isCut) throws IOException {
        byte[] bytes = events.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("content-type", "text/event-stream");
        exchange.sendResponseHeaders(Behaviour.GOOD, 0);
        OutputStream out = exchange.getResponseBody();
        if (isCut) {
            // In the middle of the text, after whole events: the engines would have to wait for the rest of one.
            int length = events.indexOf("\n\n", events.indexOf("Hello")) + 2;
            out.write(bytes, 0, length);
            out.flush();
            await(BEFORE_BREAK);
            // The server breaks the connection of a handler that fails: the client sees no last chunk.
            throw new IOException("The stream is to be cut.");
        }
        out.write(bytes);
        out.close();
    }
}
