package dev.flowgate.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** One running gateway with short limits, two upstreams, and the proof that it comes through whatever is done to it. */
final class HostileGround implements AutoCloseable {
    static final String CHAT = "/v1/chat/completions";
    static final int MAX_BODY = 8 * 1024 * 1024;

    private static final Duration SHORT = Duration.ofMillis(600);
    /** Long enough for all idle connections to stand at the same time. */
    private static final Duration IDLE = Duration.ofMillis(Faults.count(600, 3000));

    private static final Duration SERVED_WITHIN = Duration.ofSeconds(3);
    private static final GatewayLimits LIMITS =
            new GatewayLimits(MAX_BODY, GatewayLimits.DEFAULTS.maxHeaderBytes(), SHORT, IDLE, SHORT, SHORT);

    /** Answers as it is told. */
    final FakeUpstream upstream = FakeUpstream.answering("{\"ok\":true}");

    private final FakeUpstream good = FakeUpstream.answering("{\"good\":true}");
    final TestGateway gateway = TestGateway.start(
            Configs.of(
                    Configs.cooling(0, Integer.MAX_VALUE, SHORT, Map.of()),
                    Configs.openAi("gpt", "d1", upstream.base()),
                    Configs.openAi("good", "d2", good.base())),
            builder -> builder.limits(LIMITS));
    private final Footprint before;

    HostileGround() {
        assertServes();
        before = Footprint.now();
    }

    /** A well-behaved request, over a connection of its own: one that was kept may be closed just now. */
    static String request(String model) {
        return TestGateway.rawPost(CHAT, TestGateway.chat(model), "connection: close");
    }

    /** Others are served, and soon. */
    void assertServes() {
        long began = System.nanoTime();
        assertThat(ends(request("good")).text()).endsWith("\r\n\r\n{\"good\":true}");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SERVED_WITHIN);
    }

    /** No request is under way any more. */
    void awaitQuiet() {
        await().atMost(Duration.ofSeconds(5))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(gateway.get("/readyz").body()).contains("\"running_requests\":0"));
    }

    /** Nothing is left of all that was done: no request, no memory, no descriptor. */
    void assertNothingLeft() {
        upstream.received().clear();
        awaitQuiet();
        before.awaitReturn();
    }

    /** Sends text and tells how the connection ended. */
    RawAnswer ends(String text) {
        try (Socket socket = gateway.connect()) {
            try {
                socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            } catch (IOException closed) {
                // Closed before it was all sent: what it had to say can still be read.
            }
            return RawAnswer.read(socket);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Sends a text, then more of the same bit by bit, for as long as the gateway puts up with it. */
    RawAnswer drip(String text, String bit) throws IOException {
        StringBuilder answer = new StringBuilder();
        try (Socket socket = gateway.connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.setSoTimeout(50);
            long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            while (System.nanoTime() < deadline) {
                try {
                    int read = socket.getInputStream().read();
                    if (read < 0) {
                        return new RawAnswer(answer.toString(), false);
                    }
                    answer.append((char) read);
                } catch (SocketTimeoutException waited) {
                    out.write(bit.getBytes(StandardCharsets.ISO_8859_1));
                }
            }
        } catch (SocketException reset) {
            return new RawAnswer(answer.toString(), true);
        }
        throw new AssertionError("The gateway never ended the connection. It said: " + answer);
    }

    @Override
    public void close() {
        gateway.close();
        good.close();
        upstream.close();
    }
}
