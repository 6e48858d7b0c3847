package dev.flowgate.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LifecycleIT {
    private static final String CHAT = "/v1/chat/completions";

    private final FakeUpstream upstream = FakeUpstream.answering("{\"ok\":true}");

    @AfterEach
    void stop() {
        upstream.close();
    }

    @Test
    void reloadsUnderLoadWithoutAFailedRequest() {
        var before = Configs.of(Configs.openAi("gpt", "d1", upstream.base()));
        var after = Configs.of(Configs.openAi("gpt", "d2", upstream.base()));
        try (TestGateway gateway = TestGateway.start(before)) {
            List<CompletableFuture<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                int round = i;
                answers.addAll(IntStream.range(0, 10)
                        .mapToObj(n -> CompletableFuture.supplyAsync(() ->
                                gateway.post(CHAT, TestGateway.chat("gpt")).statusCode()))
                        .toList());
                gateway.gateway().reload(round % 2 == 0 ? after : before, "round-" + round);
            }

            assertThat(answers.stream().map(CompletableFuture::join)).containsOnly(200);
            assertThat(gateway.get("/readyz").body()).contains("\"profile\":\"round-19\",\"generation\":21");
        }
    }

    @Test
    void keepsACooldownAcrossAReload() {
        upstream.always(call -> call.json(401, "{}"));
        var config = Configs.of(Configs.openAi("gpt", "d1", upstream.base()));
        try (TestGateway gateway = TestGateway.start(config)) {
            gateway.post(CHAT, TestGateway.chat("gpt"));
            gateway.gateway().reload(config, "again");

            assertThat(gateway.post(CHAT, TestGateway.chat("gpt")).statusCode()).isEqualTo(429);
        }
    }

    @Test
    void letsARunningRequestFinishWhenItCloses() {
        CountDownLatch closing = new CountDownLatch(1);
        upstream.always(call -> {
            try {
                closing.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException interrupted) {
                throw new java.io.IOException(interrupted);
            }
            call.json(200, "{\"late\":true}");
        });
        TestGateway gateway = TestGateway.start(
                Configs.of(Configs.openAi("gpt", "d1", upstream.base())),
                builder -> builder.drainTimeout(Duration.ofSeconds(10)));
        CompletableFuture<HttpResponse<String>> answer =
                CompletableFuture.supplyAsync(() -> gateway.post(CHAT, TestGateway.chat("gpt")));
        await().until(() -> upstream.received().size() == 1);
        int port = gateway.gateway().port();

        CompletableFuture<Void> closed = CompletableFuture.runAsync(gateway::close);
        await().until(() -> isClosed(port));
        closing.countDown();

        assertThat(answer.join().body()).isEqualTo("{\"late\":true}");
        closed.join();
    }

    private static boolean isClosed(int port) {
        try (var socket = new java.net.Socket(java.net.InetAddress.getLoopbackAddress(), port)) {
            return !socket.isConnected();
        } catch (java.io.IOException refused) {
            return true;
        }
    }

    @Test
    void breaksOffWhatDoesNotFinishInTime() throws Exception {
        upstream.always(FakeUpstream.Call::awaitPeerLeaving);
        TestGateway gateway = TestGateway.start(
                Configs.of(Configs.openAi("gpt", "d1", upstream.base())),
                builder -> builder.drainTimeout(Duration.ofMillis(200)));
        try (var socket = gateway.connect()) {
            socket.getOutputStream()
                    .write(TestGateway.rawPost(CHAT, TestGateway.chat("gpt"))
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            await().until(() -> upstream.received().size() == 1);

            gateway.close();
            gateway.close();

            assertThat(RawAnswer.read(socket).text()).startsWith("HTTP/1.1 503").contains("is closing");
            await().until(() -> upstream.left() == 1);
        }
    }

    @Test
    void endsAStreamThatTakesTooLongWithAnErrorAndAReset() throws Exception {
        upstream.always(call -> {
            call.beginStream();
            call.chunk("data: {}\n\n");
            call.awaitPeerLeaving();
        });
        TestGateway gateway = TestGateway.start(
                Configs.of(Configs.openAi("gpt", "d1", upstream.base())),
                builder -> builder.drainTimeout(Duration.ofMillis(200)));
        try (var socket = gateway.connect()) {
            socket.getOutputStream()
                    .write(TestGateway.rawPost(CHAT, TestGateway.chat("gpt", "\"stream\":true"))
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            RawAnswer.readUntil(socket, "data: {}");

            gateway.close();

            RawAnswer rest = RawAnswer.read(socket);
            assertThat(rest.text()).contains("The gateway is closing");
            assertThat(rest.reset()).isTrue();
            await().until(() -> upstream.left() == 1);
        }
    }

    @Test
    void leavesNoThreadBehind() {
        TestGateway gateway = TestGateway.start(Configs.of(Configs.mock("demo", "d", "hi")));
        gateway.post(CHAT, TestGateway.chat("demo"));
        assertThat(ownThreads()).isNotEmpty().allMatch(Thread::isDaemon);

        gateway.close();

        await().atMost(Duration.ofSeconds(5)).until(() -> ownThreads().isEmpty());
        assertThatThrownBy(() -> gateway.gateway().port()).isInstanceOf(IllegalStateException.class);
    }

    private static List<Thread> ownThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("flowgate-")
                        || thread.getName().startsWith("vert"))
                .toList();
    }

    @Test
    void letsARequestSentAheadRunLongerThanTheIdleTime() throws Exception {
        GatewayLimits defaults = GatewayLimits.DEFAULTS;
        GatewayLimits limits = new GatewayLimits(
                defaults.maxBodyBytes(),
                defaults.maxHeaderBytes(),
                defaults.receiveTimeout(),
                Duration.ofMillis(300),
                defaults.chunkTimeout(),
                defaults.connectTimeout());
        upstream.then(call -> call.json(200, "{\"first\":true}"), call -> {
            await().pollDelay(Duration.ofMillis(900)).until(() -> call.request() != null);
            call.json(200, "{\"second\":true}");
        });
        String request = TestGateway.rawPost(CHAT, TestGateway.chat("gpt"));
        try (TestGateway gateway = TestGateway.start(
                        Configs.of(Configs.openAi("gpt", "d1", upstream.base())), builder -> builder.limits(limits));
                var socket = gateway.connect()) {
            socket.getOutputStream().write((request + request).getBytes(java.nio.charset.StandardCharsets.UTF_8));

            assertThat(RawAnswer.readUntil(socket, "{\"second\":true}")).contains("{\"first\":true}");
            assertThat(RawAnswer.read(socket).reset()).isFalse();
        }
    }

    @Test
    void explainsARoute() {
        try (TestGateway gateway = TestGateway.start(Configs.of(
                Configs.router(2, java.util.Map.of("gpt", List.of("demo"))),
                Configs.openAi("gpt", "d1", upstream.base()),
                Configs.mock("demo", "d2", "hi")))) {
            var explanation = gateway.gateway().explain("gpt");

            assertThat(explanation.groups()).extracting(group -> group.name()).containsExactly("gpt", "demo");
            assertThat(explanation.groups().get(0).candidates().get(0).share()).isEqualTo(1.0);
        }
    }
}
