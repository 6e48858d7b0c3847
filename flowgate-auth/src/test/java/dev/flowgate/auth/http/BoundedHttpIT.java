package dev.flowgate.auth.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BoundedHttpIT {
    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch arrived = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/half", this::half);
        server.createContext("/long", exchange -> answer(exchange, 200, BoundedHttp.MAX_BODY + 1));
        server.createContext("/full", exchange -> answer(exchange, 200, BoundedHttp.MAX_BODY));
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().set("Location", "/full");
            answer(exchange, 302, 0);
        });
        server.start();
    }

    @AfterEach
    void stop() {
        ended.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    /** Sends the header and a byte, and the rest never. */
    private void half(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 10);
        exchange.getResponseBody().write('x');
        exchange.getResponseBody().flush();
        arrived.countDown();
        try {
            ended.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int status, int length) throws IOException {
        try (exchange;
                OutputStream body = exchange.getResponseBody()) {
            exchange.sendResponseHeaders(status, length == 0 ? -1 : length);
            body.write(new byte[length]);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path));
    }

    @Test
    void theBodyCountsIntoTheLimit() {
        assertThatThrownBy(() -> BoundedHttp.send(client, request("/half"), Duration.ofMillis(300)))
                .isInstanceOf(HttpTimeoutException.class)
                .hasMessageContaining("http://127.0.0.1:")
                .hasMessageNotContaining("/half");
    }

    @Test
    void aBodyBeyondTheLimitIsAFailure() throws Exception {
        assertThat(BoundedHttp.send(client, request("/full")).body()).hasSize(BoundedHttp.MAX_BODY);
        assertThatThrownBy(() -> BoundedHttp.send(client, request("/long")))
                .isInstanceOf(AnswerTooLongException.class)
                .hasMessageContaining("more than " + BoundedHttp.MAX_BODY + " bytes");
    }

    @Test
    void redirectsAreNotFollowed() throws Exception {
        assertThat(BoundedHttp.send(client, request("/moved")).status()).isEqualTo(302);
    }

    @Test
    void aServerThatIsNotThereHasTakenNothing() {
        HttpRequest.Builder request = request("/full?secret=marker");
        server.stop(0);
        assertThatThrownBy(() -> BoundedHttp.send(client, request))
                .isInstanceOf(NotTakenException.class)
                .hasMessageContaining("cannot be reached")
                .hasMessageNotContaining("marker");
    }

    @Test
    void anInterruptEndsTheWait() throws Exception {
        AtomicReference<Throwable> outcome = new AtomicReference<>();
        Thread waiting = new Thread(() -> {
            try {
                BoundedHttp.send(client, request("/half"));
            } catch (IOException | InterruptedException end) {
                outcome.set(end);
            }
        });
        waiting.start();
        assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
        waiting.interrupt();
        await().atMost(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(outcome.get()).isInstanceOf(InterruptedException.class));
    }
}
