package dev.flowgate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Upstreams that break every rule: the client gets an answer, or the break of one, and the next request is unharmed. */
@Timeout(30)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileUpstreamIT {
    private static final int ERROR_BODY = Faults.count(16, 100) * 1024 * 1024;
    private static final String REQUEST = HostileGround.request("gpt");
    private static final String STREAM =
            TestGateway.rawPost(HostileGround.CHAT, TestGateway.chat("gpt", "\"stream\":true"), "connection: close");

    private final HostileGround ground = new HostileGround();

    /** What a request brings when the upstream answers it so; the next request after it must be answered as usual. */
    private RawAnswer answerTo(String request, FakeUpstream.Behaviour behaviour) {
        ground.upstream.then(behaviour);
        RawAnswer answer = ground.ends(request);
        assertThat(ground.ends(REQUEST).text()).endsWith("\r\n\r\n{\"ok\":true}");
        return answer;
    }

    private RawAnswer answerTo(String bytes) {
        return answerTo(REQUEST, call -> raw(call, bytes));
    }

    private static void raw(FakeUpstream.Call call, String bytes) throws IOException {
        call.raw(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    @AfterEach
    void serves() {
        ground.awaitQuiet();
        ground.assertServes();
    }

    @AfterAll
    void stop() {
        ground.assertNothingLeft();
        ground.close();
    }

    @Test
    void givesUpOnAnEndlessHead() {
        RawAnswer answer = answerTo(REQUEST, call -> {
            raw(call, "HTTP/1.1 200 OK\r\n");
            while (true) {
                raw(call, "x-more: " + "x".repeat(1000) + "\r\n");
            }
        });
        assertThat(answer.text()).startsWith("HTTP/1.1 502").contains("broke the connection");
    }

    @Test
    void givesUpOnAnEndlessStatusLine() {
        RawAnswer answer = answerTo(REQUEST, call -> {
            raw(call, "HTTP/1.1 200 ");
            while (true) {
                raw(call, "x".repeat(1000));
            }
        });
        assertThat(answer.text()).startsWith("HTTP/1.1 502");
    }

    @Test
    void keepsNoHugeErrorBody() {
        AtomicLong sent = new AtomicLong();
        RawAnswer answer = answerTo(REQUEST, call -> {
            call.head(500, "content-type: text/plain", "content-length: " + ERROR_BODY);
            byte[] block = new byte[64 * 1024];
            while (sent.get() < ERROR_BODY) {
                call.raw(block);
                sent.addAndGet(block.length);
            }
        });
        assertThat(answer.text()).startsWith("HTTP/1.1 500").contains("Deployment d1 (provider openai) answered 500.");
        assertThat(sent.get()).isLessThan(ERROR_BODY);
    }

    @Test
    void takesBadChunksForABrokenConnection() {
        String head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
        assertThat(answerTo(head + "nonsense\r\n\r\n").text()).startsWith("HTTP/1.1 502");
        assertThat(answerTo(head + "-5\r\nhello\r\n0\r\n\r\n").text()).startsWith("HTTP/1.1 502");
        assertThat(answerTo(head + "10000000000000001\r\nhello\r\n0\r\n\r\n").text())
                .startsWith("HTTP/1.1 502");

        RawAnswer later = answerTo(STREAM, call -> {
            raw(call, head + "9\r\ndata: 1\n\n\r\n");
            call.think(Duration.ofMillis(100));
            raw(call, "nonsense\r\n");
        });
        assertThat(later.text()).contains("data: 1\n\n").contains("data: {\"error\"");
        assertThat(later.reset()).isTrue();
    }

    @Test
    void cutsAnAnswerThatIsShorterThanItSays() {
        RawAnswer answer = answerTo(REQUEST, call -> {
            call.head(200, "content-type: application/json", "content-length: 100");
            raw(call, "{\"half\":");
            call.think(Duration.ofMillis(100));
            call.close();
        });
        assertThat(answer.text()).endsWith("{\"half\":");
        assertThat(answer.reset()).isTrue();
    }

    @Test
    void keepsWhatIsMoreThanTheAnswerFromTheNextOne() {
        String poison = "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{\"bad\": 1}";
        String head = "content-type: application/json\r\n";
        assertThat(answerTo("HTTP/1.1 200 OK\r\n" + head + "content-length: 2\r\n\r\n{}" + poison)
                        .text())
                .endsWith("\r\n\r\n{}");
        assertThat(answerTo("HTTP/1.1 204 No Content\r\n" + head + "\r\n" + poison)
                        .text())
                .startsWith("HTTP/1.1 204")
                .doesNotContain("bad");
        assertThat(answerTo("HTTP/1.1 304 Not Modified\r\n" + head + "\r\n" + poison)
                        .text())
                .startsWith("HTTP/1.1 502")
                .doesNotContain("bad");
        assertThat(answerTo("HTTP/1.1 200 OK\r\n" + head + "content-length: 2\r\ncontent-length: 47\r\n\r\n{}" + poison)
                        .text())
                .startsWith("HTTP/1.1 502");
        assertThat(answerTo("HTTP/1.1 200 OK\r\n" + head
                                + "content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"
                                + poison)
                        .text())
                .doesNotContain("bad");
    }

    @Test
    void bearsInterimAnswers() {
        String answer = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}";
        assertThat(answerTo("HTTP/1.1 100 Continue\r\n\r\n".repeat(1000) + answer)
                        .text())
                .startsWith("HTTP/1.1 200")
                .endsWith("{}");
        assertThat(answerTo("HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n".repeat(1000) + answer)
                        .text())
                .startsWith("HTTP/1.1 200")
                .endsWith("{}");
        // An unknown one is taken for an answer that cannot be passed on.
        assertThat(answerTo("HTTP/1.1 102 Processing\r\n\r\n".repeat(1000) + answer)
                        .text())
                .startsWith("HTTP/1.1 502");
        assertThat(answerTo("HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n" + answer)
                        .text())
                .startsWith("HTTP/1.1 502");
    }

    @Test
    void endsAFloodOfInterimAnswers() {
        String request = REQUEST.replace("host:", "x-litellm-timeout: 0.5\r\nhost:");
        RawAnswer answer = answerTo(request, call -> {
            while (true) {
                raw(call, "HTTP/1.1 100 Continue\r\n\r\n".repeat(100));
            }
        });
        assertThat(answer.text()).startsWith("HTTP/1.1 504");
    }

    @Test
    void takesAHeadThatIsNoneForABrokenConnection() {
        String rest = "content-length: 2\r\n\r\n{}";
        for (String head : List.of(
                "HTTP/1.1 200 OK\r\nx-a: b\u0000c\r\n",
                "HTTP/1.1 200 OK\r\nx-a: b\u0001c\r\n",
                "HTTP/1.1 200 OK\r\nx-a: b\u000bc\r\n",
                "HTTP/1.1 200 OK\r\nx-a: b\u007fc\r\n",
                "HTTP/1.1 200 OK\r\nx-a: b\rset-cookie: c\r\n",
                "HTTP/1.1 200 OK\r\nx-a\u0001: b\r\n",
                "HTTP/1.1 200 OK\r\n: b\r\n",
                "HTTP/1.1 200 \u0001\r\n",
                "HTTP/1.1 -5 OK\r\n",
                "HTTP/1.1 999 OK\r\n",
                "HTTP/2.0 200 OK\r\n",
                "ICY 200 OK\r\n",
                "\u0016\u0003\u0001\u0000\u0000\r\n")) {
            assertThat(answerTo(head + rest).text()).as(head).startsWith("HTTP/1.1 502");
        }
    }

    @Test
    void passesAnEncodedAnswerOnAsItIs() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("{\"zip\":true}".getBytes(StandardCharsets.US_ASCII));
        }
        String bytes = packed.toString(StandardCharsets.ISO_8859_1);
        ground.upstream.then(call -> raw(
                call,
                "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: " + bytes.length() + "\r\n\r\n" + bytes));
        try (Socket socket = ground.gateway.connect()) {
            socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(answer).contains("content-encoding: gzip").endsWith("\r\n\r\n" + bytes);
        }
    }

    @Test
    void takesAnAnswerThatComesBeforeTheRequestIsRead() {
        String large = TestGateway.chat("early", "\"t\":\"" + "x".repeat(4 * 1024 * 1024) + "\"");
        try (FakeUpstream early = FakeUpstream.hasty(call -> {
                    call.json(413, "{\"too\":\"large\"}", "connection: close");
                    call.drain();
                });
                TestGateway gateway = TestGateway.start(
                        Configs.of(Configs.router(0, Map.of()), Configs.openAi("early", "d1", early.base())))) {
            var answer = gateway.post(HostileGround.CHAT, large);
            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(answer.body()).isEqualTo("{\"too\":\"large\"}");
        }
    }

    @Test
    void answersWhenTheUpstreamLeavesBeforeTheRequestIsRead() {
        String large = TestGateway.chat("early", "\"t\":\"" + "x".repeat(4 * 1024 * 1024) + "\"");
        try (FakeUpstream early = FakeUpstream.hasty(call -> {
                    call.json(413, "{\"too\":\"large\"}", "connection: close");
                    call.close();
                });
                TestGateway gateway = TestGateway.start(
                        Configs.of(Configs.router(0, Map.of()), Configs.openAi("early", "d1", early.base())))) {
            // The reset that follows may overtake the answer.
            assertThat(gateway.post(HostileGround.CHAT, large).statusCode()).isIn(413, 502);
        }
    }

    @Test
    void answersWhenTheUpstreamLeavesAfterTheHead() {
        FakeUpstream.Behaviour sized = call -> {
            call.head(200, "content-type: application/json", "content-length: 100");
            call.close();
        };
        FakeUpstream.Behaviour chunked = call -> {
            call.beginStream();
            call.close();
        };
        assertThat(answerTo(REQUEST, sized).text()).startsWith("HTTP/1.1 502");
        assertThat(answerTo(STREAM, chunked).text()).startsWith("HTTP/1.1 502");
    }
}
