package dev.flowgate.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flowgate.litellm.CertificateCheck;
import dev.flowgate.litellm.LiteLlmConfig;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What holds for an upstream with HTTP/1.1 holds for one with HTTP/2, too. One event loop, so one connection. */
@Timeout(60)
class Http2IT {
    private static final String CHAT = "/v1/chat/completions";
    private static final String FIRST = "data: {\"n\":1}\n\n";
    private static final String STREAM = "\"stream\":true";
    private static final long CANCEL = 8;
    private static final long REFUSED_STREAM = 7;
    private static final long INTERNAL_ERROR = 2;

    @TempDir
    static Path folder;

    private static TestCertificate local;

    private TlsUpstream upstream;
    private TestGateway gateway;
    private final List<Long> resets = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void certify() {
        local = TestCertificate.create(folder, "localhost");
    }

    @BeforeEach
    void start() {
        upstream = TlsUpstream.start(local, HttpVersion.HTTP_2);
        LiteLlmConfig config = new LiteLlmConfig(
                List.of(Configs.openAi("gpt", "d1", upstream.base())),
                Configs.router(1, Map.of()),
                null,
                CertificateCheck.against(local.pem()));
        gateway = TestGateway.start(config, builder -> builder.eventLoopThreads(1));
    }

    @AfterEach
    void stop() {
        gateway.close();
        upstream.close();
    }

    private static String chatRequest(String... headers) {
        return TestGateway.rawPost(CHAT, TestGateway.chat("gpt", STREAM), headers);
    }

    /** Notes with which code a stream is reset by the gateway. */
    private void watch(HttpServerRequest request) {
        request.response().exceptionHandler(failure -> {
            if (failure instanceof StreamResetException reset) {
                resets.add(reset.getCode());
            }
        });
    }

    /** Begins a stream, and goes on when the gateway has had time to hand its first event on. */
    private void afterFirstEvent(HttpServerRequest request, Runnable then) {
        TlsUpstream.firstEvent(request);
        upstream.later(then);
    }

    @Test
    void passesAStreamThrough() {
        upstream.always(request ->
                afterFirstEvent(request, () -> request.response().end("data: {\"n\":2}\n\ndata: [DONE]\n\n")));

        var response = gateway.post(CHAT, TestGateway.chat("gpt", STREAM));

        assertThat(response.body()).isEqualTo(FIRST + "data: {\"n\":2}\n\ndata: [DONE]\n\n");
        assertThat(upstream.last().version()).isEqualTo(HttpVersion.HTTP_2);
    }

    @Test
    void takesAStreamWithAFinishReasonForWhole() {
        upstream.always(request ->
                afterFirstEvent(request, () -> request.response().end("data: {\"finish_reason\":\"stop\"}\n")));

        assertThat(gateway.post(CHAT, TestGateway.chat("gpt", STREAM)).body()).endsWith("\"stop\"}\n");
    }

    @Test
    void sendsAnErrorEventAndResetsWhenTheStreamIsReset() {
        upstream.always(
                request -> afterFirstEvent(request, () -> request.response().reset(INTERNAL_ERROR)));

        RawAnswer answer = gateway.raw(chatRequest());

        assertThat(answer.text()).contains(FIRST).contains("data: {\"error\":{\"message\":\"Deployment d1");
        assertThat(answer.reset()).isTrue();
    }

    @Test
    void sendsAnErrorEventAndResetsWhenTheConnectionGoesAway() {
        upstream.always(request -> afterFirstEvent(request, () -> {
            request.connection().goAway(0);
            request.connection().close();
        }));

        RawAnswer answer = gateway.raw(chatRequest());

        assertThat(answer.text()).contains(FIRST).contains("data: {\"error\":{\"message\":\"Deployment d1");
        assertThat(answer.reset()).isTrue();
    }

    @Test
    void finishesAStreamOnAConnectionThatGoesAway() {
        upstream.always(request -> {
            request.connection().goAway(0);
            afterFirstEvent(request, () -> request.response().end("data: [DONE]\n\n"));
        });

        assertThat(gateway.post(CHAT, TestGateway.chat("gpt", STREAM)).body()).isEqualTo(FIRST + "data: [DONE]\n\n");
        assertThat(gateway.post(CHAT, TestGateway.chat("gpt", STREAM)).statusCode())
                .isEqualTo(200);
        assertThat(upstream.connections()).isEqualTo(2);
    }

    @Test
    void triesAgainWhenTheStreamIsRefused() {
        upstream.then(request -> request.response().reset(REFUSED_STREAM));

        var response = gateway.post(CHAT, TestGateway.chat("gpt"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("x-litellm-attempted-retries")).hasValue("1");
        assertThat(upstream.connections()).isEqualTo(1);
    }

    @Test
    void triesAgainElsewhereWhenTheConnectionGoesAwayUnprocessed() {
        upstream.then(request -> request.connection().goAway(0, 0));

        var response = gateway.post(CHAT, TestGateway.chat("gpt"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(upstream.connections()).isEqualTo(2);
    }

    @Test
    void resetsTheStreamAndNotTheConnectionWhenTheClientLeavesBeforeTheHead() throws Exception {
        upstream.then(this::watch);

        try (Socket socket = gateway.connect()) {
            socket.getOutputStream().write(chatRequest().getBytes(StandardCharsets.UTF_8));
            await().until(() -> upstream.received().size() == 1);
        }

        await().atMost(Duration.ofSeconds(1)).until(() -> resets.equals(List.of(CANCEL)));
        assertThat(gateway.post(CHAT, TestGateway.chat("gpt")).statusCode()).isEqualTo(200);
        assertThat(upstream.connections()).isEqualTo(1);
        assertThat(upstream.closedConnections()).isZero();
    }

    @Test
    void resetsTheStreamAndNotTheConnectionWhenTheClientLeavesMidStream() throws Exception {
        upstream.then(request -> {
            watch(request);
            TlsUpstream.firstEvent(request);
        });

        try (Socket socket = gateway.connect()) {
            socket.getOutputStream().write(chatRequest().getBytes(StandardCharsets.UTF_8));
            RawAnswer.readUntil(socket, "{\"n\":1}");
        }

        await().atMost(Duration.ofSeconds(1)).until(() -> resets.equals(List.of(CANCEL)));
        assertThat(gateway.post(CHAT, TestGateway.chat("gpt")).statusCode()).isEqualTo(200);
        assertThat(upstream.connections()).isEqualTo(1);
        assertThat(upstream.closedConnections()).isZero();
    }

    @Test
    void resetsASilentStreamAfterTheTimeout() {
        upstream.always(this::watch);

        var response = gateway.post(CHAT, TestGateway.chat("gpt", "\"num_retries\":0"), "x-litellm-timeout", "0.3");

        assertThat(response.statusCode()).isEqualTo(504);
        await().atMost(Duration.ofSeconds(1)).until(() -> resets.equals(List.of(CANCEL)));
        assertThat(upstream.closedConnections()).isZero();
    }

    @Test
    void holdsAStreamBackWhoseClientDoesNotReadAndNoOther() throws Exception {
        AtomicLong sent = new AtomicLong();
        upstream.then(request -> {
            request.response().putHeader("content-type", "text/event-stream").setChunked(true);
            pump(request, sent);
        });

        try (Socket socket = gateway.connect()) {
            socket.getOutputStream().write(chatRequest().getBytes(StandardCharsets.UTF_8));
            AtomicLong before = new AtomicLong(-1);
            await().atMost(Duration.ofSeconds(20))
                    .during(Duration.ofSeconds(1))
                    .until(() -> sent.get() > 0 && before.getAndSet(sent.get()) == sent.get());

            // What is left is in the buffers of the system between the gateway and its client, and in one window.
            assertThat(sent.get()).isLessThan(40);
            for (int i = 0; i < 5; i++) {
                assertThat(gateway.post(CHAT, TestGateway.chat("gpt")).statusCode())
                        .isEqualTo(200);
            }
            assertThat(upstream.connections()).isEqualTo(1);
        }
    }

    /** Sends megabytes for as long as there is room. */
    private static void pump(HttpServerRequest request, AtomicLong sent) {
        Buffer megabyte = Buffer.buffer("data: " + "x".repeat(1024 * 1024) + "\n\n");
        request.response().write(megabyte).onSuccess(written -> {
            sent.incrementAndGet();
            pump(request, sent);
        });
    }
}
