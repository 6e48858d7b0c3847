package dev.flowgate.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flowgate.litellm.DeploymentConfig;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StreamingIT {
    private static final String FIRST = "data: {\"n\":1}\n\n";
    private static final String DONE = "data: [DONE]\n\n";
    private static final String STREAM = "\"stream\":true";

    private final FakeUpstream upstream = FakeUpstream.answering("{}");
    private final TestGateway gateway = TestGateway.start(Configs.of(
            Configs.router(1, Map.of()),
            Configs.openAi("gpt", "d1", upstream.base()),
            Configs.anthropic("claude", "d2", upstream.root())));

    @AfterEach
    void stop() {
        gateway.close();
        upstream.close();
    }

    private String chatRequest(String... headers) {
        return TestGateway.rawPost("/v1/chat/completions", TestGateway.chat("gpt", STREAM), headers);
    }

    @Test
    void passesEventsThroughUnchanged() {
        String events = ": comment\n\ndata: {\"n\":1}\n\nevent: x\r\ndata: caf\u00e9\r\n\r\ndata: [DONE]\n\n";
        upstream.always(call -> {
            call.beginStream();
            for (String part : events.split("(?<=\n)", -1)) {
                if (!part.isEmpty()) {
                    call.chunk(part);
                }
            }
            call.endStream();
        });

        var response = gateway.post("/v1/chat/completions", TestGateway.chat("gpt", STREAM));

        assertThat(response.body()).isEqualTo(events);
        assertThat(response.headers().firstValue("content-type")).hasValue("text/event-stream");
        assertThat(response.headers().firstValue("x-litellm-attempted-retries")).hasValue("0");
    }

    @Test
    void deliversEachEventWhenItComes() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        upstream.always(call -> {
            call.beginStream();
            call.chunk(FIRST);
            awaitLatch(seen);
            call.chunk("data: [DONE]\n\n");
            call.endStream();
        });

        try (Socket socket = gateway.connect()) {
            socket.getOutputStream().write(chatRequest().getBytes(StandardCharsets.UTF_8));
            RawAnswer.readUntil(socket, "{\"n\":1}");
            seen.countDown();
            RawAnswer.readUntil(socket, "[DONE]");
        }
    }

    @Test
    void sendsAnErrorEventAndResetsWhenTheUpstreamBreaksOff() {
        upstream.always(call -> {
            call.beginStream();
            call.chunk(FIRST);
            awaitDelivered(call);
            call.reset();
        });

        RawAnswer answer = gateway.raw(chatRequest());

        assertThat(answer.text()).contains(FIRST + "\r\n").contains("data: {\"error\":{\"message\":\"Deployment d1");
        assertThat(answer.text()).doesNotContain("\r\n0\r\n");
        assertThat(answer.reset()).isTrue();
    }

    @Test
    void beginsTheErrorEventOnALineOfItsOwn() {
        upstream.always(call -> {
            call.beginStream();
            call.chunk("data: {\"half");
            awaitDelivered(call);
            call.reset();
        });

        assertThat(gateway.raw(chatRequest()).text()).contains("{\"half").contains("\n\ndata: {\"error\"");
    }

    @Test
    void sendsAnthropicsErrorEventToAnthropicCallers() {
        upstream.always(call -> {
            call.beginStream();
            call.chunk("event: ping\ndata: {}\n\n");
            awaitDelivered(call);
            call.reset();
        });

        RawAnswer answer = gateway.raw(TestGateway.rawPost("/v1/messages", TestGateway.chat("claude", STREAM)));

        assertThat(answer.text()).contains("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\"");
        assertThat(answer.reset()).isTrue();
    }

    @Test
    void resetsABodyOfKnownLengthThatBreaksOff() {
        upstream.always(call -> {
            call.head(200, "content-type: application/json", "content-length: 1000");
            call.raw("{\"half\":".getBytes(StandardCharsets.UTF_8));
            awaitDelivered(call);
            call.reset();
        });

        RawAnswer answer = gateway.raw(TestGateway.rawPost("/v1/chat/completions", TestGateway.chat("gpt")));

        assertThat(answer.text()).endsWith("{\"half\":");
        assertThat(answer.reset()).isTrue();
    }

    @Test
    void resetsAnHttp10AnswerThatBreaksOff() {
        upstream.always(call -> {
            call.beginStream();
            call.chunk(FIRST);
            awaitDelivered(call);
            call.reset();
        });

        RawAnswer answer = gateway.raw(chatRequest().replace("HTTP/1.1", "HTTP/1.0"));

        assertThat(answer.text()).contains(FIRST);
        assertThat(answer.reset()).isTrue();
    }

    @Test
    void retriesSilentlyWhenTheStreamBreaksBeforeItsFirstChunk() {
        upstream.then(call -> {
            call.beginStream();
            call.reset();
        });
        upstream.always(call -> {
            call.beginStream();
            call.chunk(FIRST + DONE);
            call.endStream();
        });

        var response = gateway.post("/v1/chat/completions", TestGateway.chat("gpt", STREAM));

        assertThat(response.body()).isEqualTo(FIRST + DONE);
        assertThat(response.headers().firstValue("x-litellm-attempted-retries")).hasValue("1");
    }

    @Test
    void resetsTheUpstreamWhenTheClientLeavesBeforeTheHead() throws Exception {
        upstream.always(FakeUpstream.Call::awaitPeerLeaving);

        try (Socket socket = gateway.connect()) {
            socket.getOutputStream().write(chatRequest().getBytes(StandardCharsets.UTF_8));
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> upstream.received().size() == 1);
        }

        await().atMost(Duration.ofSeconds(1)).until(() -> upstream.left() == 1);
    }

    @Test
    void resetsTheUpstreamWhenTheClientLeavesMidStream() throws Exception {
        upstream.always(call -> {
            call.beginStream();
            call.chunk(FIRST);
            call.awaitPeerLeaving();
        });

        try (Socket socket = gateway.connect()) {
            socket.getOutputStream().write(chatRequest().getBytes(StandardCharsets.UTF_8));
            RawAnswer.readUntil(socket, "{\"n\":1}");
        }

        await().atMost(Duration.ofSeconds(1)).until(() -> upstream.left() == 1);
    }

    @Test
    void stopsReadingAnUpstreamWhoseClientDoesNotRead() throws Exception {
        AtomicLong sent = new AtomicLong();
        byte[] megabyte = ("data: " + "x".repeat(1024 * 1024) + "\n\n").getBytes(StandardCharsets.UTF_8);
        upstream.always(call -> {
            call.head(200, "content-type: text/event-stream", "connection: close");
            while (true) {
                call.raw(megabyte);
                sent.incrementAndGet();
            }
        });

        try (Socket socket = gateway.connect()) {
            socket.getOutputStream().write(chatRequest().getBytes(StandardCharsets.UTF_8));
            await().atMost(Duration.ofSeconds(10)).during(Duration.ofSeconds(1)).until(stableValueOf(sent));
            // What is left is in the buffers of the system, on both sides of the gateway.
            assertThat(sent.get()).isLessThan(40);
            assertThat(gateway.get("/livez").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void givesUpOnAStreamThatFallsSilent() {
        GatewayLimits defaults = GatewayLimits.DEFAULTS;
        GatewayLimits limits = new GatewayLimits(
                defaults.maxBodyBytes(),
                defaults.maxHeaderBytes(),
                defaults.receiveTimeout(),
                defaults.connectionIdleTimeout(),
                Duration.ofMillis(300),
                defaults.connectTimeout());
        upstream.always(call -> {
            call.beginStream();
            call.chunk(FIRST);
            call.awaitPeerLeaving();
        });
        DeploymentConfig deployment = Configs.openAi("gpt", "d1", upstream.base());

        try (TestGateway strict = TestGateway.start(Configs.of(deployment), builder -> builder.limits(limits))) {
            RawAnswer answer = strict.raw(chatRequest());

            assertThat(answer.text()).contains("did not answer in time");
            assertThat(answer.reset()).isTrue();
        }
    }

    @Test
    void holdsTheTimeoutOfTheRequestBetweenChunks() {
        upstream.always(call -> {
            call.beginStream();
            call.chunk(FIRST);
            call.awaitPeerLeaving();
        });

        RawAnswer answer = gateway.raw(chatRequest("x-litellm-timeout: 0.3"));

        assertThat(answer.text()).contains(FIRST).contains("did not answer in time");
        assertThat(answer.reset()).isTrue();
    }

    @Test
    void takesAStreamThatEndsWithoutSayingSoForCut() {
        upstream.always(call -> {
            call.beginStream();
            call.chunk(FIRST);
            awaitDelivered(call);
            call.endStream();
        });

        RawAnswer answer = gateway.raw(chatRequest());

        assertThat(answer.text()).contains(FIRST).contains("data: {\"error\":{\"message\":\"Deployment d1");
        assertThat(answer.reset()).isTrue();
    }

    private static Callable<Boolean> stableValueOf(AtomicLong counter) {
        AtomicLong before = new AtomicLong(-1);
        return () -> counter.get() > 0 && before.getAndSet(counter.get()) == counter.get();
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("The client never saw the first event.");
            }
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** Lets the gateway hand on what was sent: a reset may overtake bytes that were not read yet. */
    private void awaitDelivered(FakeUpstream.Call call) {
        await().pollDelay(Duration.ofMillis(150)).until(() -> call.request() != null);
    }
}
