package dev.flowgate.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Clients that mean no good: each is answered or cut off in time, and the others are served. */
@Timeout(30)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileClientIT {
    private static final Logger LOG = LoggerFactory.getLogger(HostileClientIT.class);
    private static final String POST = "POST " + HostileGround.CHAT + " HTTP/1.1\r\nhost: localhost\r\n";
    private static final int HUGE = 64 * 1024 * 1024;
    private static final int IDLE = Faults.count(500, 5000);
    private static final int BLOBS = Faults.count(50, 2000);
    /** For the other sockets and files of this process; a connection takes two. */
    private static final int SPARE_DESCRIPTORS = 500;

    private final HostileGround ground = new HostileGround();

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
    void closesOnSlowHeaders() throws Exception {
        assertThat(ground.drip("POST /v1/chat/completions HTTP/1.1\r\nx: ", "x").text())
                .isEmpty();
    }

    @Test
    void closesOnSlowHeadersAfterARequest() throws Exception {
        assertThat(ground.drip("GET /livez HTTP/1.1\r\nhost: localhost\r\n\r\nGET", "x")
                        .text())
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void refusesASlowBody() throws Exception {
        assertThat(ground.drip(POST + "content-length: 1000\r\n\r\n", "x").text())
                .startsWith("HTTP/1.1 408");
        assertThat(ground.drip(POST + "transfer-encoding: chunked\r\n\r\n", "1\r\nx\r\n")
                        .text())
                .startsWith("HTTP/1.1 408");
    }

    @Test
    void closesOnASlowBodyThatNobodyAskedFor() throws Exception {
        assertThat(ground.drip("GET /livez HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1000\r\n\r\n", "x")
                        .text())
                .startsWith("HTTP/1.1 200");
        assertThat(ground.drip("POST /nothing HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1000\r\n\r\n", "x")
                        .text())
                .startsWith("HTTP/1.1 404");
    }

    @Test
    void refusesAHeadThatIsTooLarge() {
        String large = "x".repeat(1024 * 1024);
        assertThat(ground.ends("GET /livez HTTP/1.1\r\nx: " + large + "\r\n\r\n")
                        .text())
                .startsWith("HTTP/1.1 431");
        assertThat(ground.ends("GET /" + large + " HTTP/1.1\r\n\r\n").text()).startsWith("HTTP/1.0 414");
        assertThat(ground.ends("GET /livez HTTP/1.1\r\n" + "a:b\r\n".repeat(30_000) + "\r\n")
                        .text())
                .startsWith("HTTP/1.1 431");
    }

    @Test
    void bearsAsManyHeadersAsFitIn() {
        String head = "GET /livez HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n";
        assertThat(ground.ends(head + "a:b\r\n".repeat(12_000) + "\r\n").text()).startsWith("HTTP/1.1 200");
    }

    @Test
    void refusesAHugeBody() throws Exception {
        assertThat(huge("content-length: " + HUGE + "\r\n", false)).startsWith("HTTP/1.1 413");
        assertThat(huge("transfer-encoding: chunked\r\n", true)).startsWith("HTTP/1.1 413");
        assertThat(huge("expect: 100-continue\r\ntransfer-encoding: chunked\r\n", true))
                .startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 413");
        assertThat(ground.ends(POST + "expect: 100-continue\r\ncontent-length: " + HUGE + "\r\n\r\n")
                        .text())
                .startsWith("HTTP/1.1 413");
        assertThat(ground.upstream.received()).isEmpty();
    }

    private String huge(String headers, boolean chunked) throws IOException {
        byte[] block = "x".repeat(1024 * 1024).getBytes(StandardCharsets.US_ASCII);
        byte[] size = "100000\r\n".getBytes(StandardCharsets.US_ASCII);
        byte[] end = "\r\n".getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = ground.gateway.connect()) {
            OutputStream out = socket.getOutputStream();
            out.write((POST + headers + "\r\n").getBytes(StandardCharsets.US_ASCII));
            try {
                for (int sent = 0; sent < HUGE; sent += block.length) {
                    if (chunked) {
                        out.write(size);
                    }
                    out.write(block);
                    if (chunked) {
                        out.write(end);
                    }
                }
                if (chunked) {
                    out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                }
            } catch (IOException closed) {
                // It need not take all of it.
            }
            return RawAnswer.read(socket).text();
        }
    }

    /** The end of what a client sends is taken for the end of the client, as most servers for LLMs do. */
    @Test
    void takesAHalfClosedConnectionForLeft() throws Exception {
        int left = ground.upstream.left();
        int received = ground.upstream.received().size();
        ground.upstream.then(FakeUpstream.Call::awaitPeerLeaving);
        try (Socket socket = ground.gateway.connect()) {
            socket.getOutputStream()
                    .write(TestGateway.rawPost(HostileGround.CHAT, TestGateway.chat("gpt"))
                            .getBytes(StandardCharsets.US_ASCII));
            await().until(() -> ground.upstream.received().size() > received);
            socket.shutdownOutput();

            RawAnswer answer = RawAnswer.read(socket);
            assertThat(answer.text()).isEmpty();
            assertThat(answer.reset()).isFalse();
        }
        await().until(() -> ground.upstream.left() == left + 1);
    }

    @Test
    void closesIdleConnections() throws Exception {
        int count = possible(IDLE);
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                idle.add(ground.gateway.connect());
            }
            ground.assertServes();
            for (Socket socket : idle) {
                assertThat(socket.getInputStream().read()).isNegative();
            }
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    /** As many connections as this process may open. */
    private static int possible(int wanted) {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        if (!(system instanceof UnixOperatingSystemMXBean unix)) {
            return wanted;
        }
        long room = unix.getMaxFileDescriptorCount() - unix.getOpenFileDescriptorCount() - SPARE_DESCRIPTORS;
        int count = (int) Math.min(wanted, Math.max(room / 2, 10));
        if (count < wanted) {
            LOG.warn("Only {} idle connections instead of {}: the system allows no more open files.", count, wanted);
        }
        return count;
    }

    @Test
    void endsOnWhatIsNoHttp() {
        Random random = new Random(42);
        for (int i = 0; i < BLOBS; i++) {
            byte[] blob = new byte[1 + random.nextInt(4000)];
            random.nextBytes(blob);
            RawAnswer answer = ground.ends(new String(blob, StandardCharsets.ISO_8859_1) + "\r\n\r\n");
            assertThat(answer.text()).matches("(?s)(HTTP/1.[01] 4\\d\\d .*)?");
        }
    }

    @Test
    void refusesOtherProtocols() {
        String hello = "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003" + "\u0007".repeat(508);
        assertThat(ground.ends(hello).text()).matches("(?s)(HTTP/1.[01] 400 .*)?");
        assertThat(ground.ends("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").text()).matches("(?s)(HTTP/\\d.\\d [45]\\d\\d .*)?");
        assertThat(ground.ends("GET /livez\r\n\r\n").text()).matches("(?s)(HTTP/1.[01] 400 .*)?");
        assertThat(ground.ends("GET /livez HTTP/3.7\r\nhost: localhost\r\n\r\n").text())
                .matches("(?s)HTTP/\\d.\\d [45]\\d\\d .*");
    }

    @Test
    void answersPipelinedRequestsInTurn() throws Exception {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            int number = i;
            ground.upstream.then(call -> call.json(200, "{\"n\":" + number + "}"));
            all.append(TestGateway.rawPost(HostileGround.CHAT, TestGateway.chat("gpt")));
        }
        try (Socket socket = ground.gateway.connect()) {
            socket.getOutputStream().write(all.toString().getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 20; i++) {
                RawAnswer.readUntil(socket, "{\"n\":" + i + "}");
            }
        }
    }

    @Test
    void forgetsWhatAClientSentAheadBeforeItLeft() throws Exception {
        int before = ground.upstream.received().size();
        ground.upstream.always(FakeUpstream.Call::awaitPeerLeaving);
        String request = TestGateway.rawPost(HostileGround.CHAT, TestGateway.chat("gpt"));
        try (Socket socket = ground.gateway.connect()) {
            socket.getOutputStream()
                    .write(request.repeat(500_000 / request.length()).getBytes(StandardCharsets.US_ASCII));
            await().until(() -> ground.upstream.received().size() > before);
            socket.setSoLinger(true, 0);
        }
        ground.awaitQuiet();
        assertThat(ground.upstream.received()).hasSize(before + 1);
        ground.upstream.always(call -> call.json(200, "{\"ok\":true}"));
    }

    @Test
    void cutsAClientOffThatReadsNothing() throws Exception {
        int left = ground.upstream.left();
        AtomicLong sent = new AtomicLong();
        byte[] block = ("data: " + "x".repeat(64 * 1024) + "\n\n").getBytes(StandardCharsets.US_ASCII);
        ground.upstream.then(call -> {
            call.head(200, "content-type: text/event-stream", "connection: close");
            try {
                while (true) {
                    call.raw(block);
                    sent.addAndGet(block.length);
                }
            } catch (IOException gone) {
                call.awaitPeerLeaving();
            }
        });
        try (Socket socket = ground.gateway.connect()) {
            socket.getOutputStream()
                    .write(TestGateway.rawPost(HostileGround.CHAT, TestGateway.chat("gpt", "\"stream\":true"))
                            .getBytes(StandardCharsets.US_ASCII));

            await().atMost(Duration.ofSeconds(10)).until(() -> ground.upstream.left() > left);
            // What is left is in the buffers of the system, on both sides of the gateway.
            assertThat(sent.get()).isLessThan(40L * 1024 * 1024);
            assertThat(RawAnswer.read(socket).reset()).isTrue();
        }
    }
}
