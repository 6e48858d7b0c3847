package dev.flowgate.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flowgate.litellm.DeploymentConfig;
import dev.flowgate.litellm.RouterSettings;
import dev.flowgate.litellm.StrategySettings.Strategy;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class StrategiesIT {
    private static final String PATH = "/v1/chat/completions";
    private static final String STREAM = "\"stream\":true";

    private final FakeUpstream first = FakeUpstream.answering("{\"from\":1}");
    private final FakeUpstream second = FakeUpstream.answering("{\"from\":2}");
    private final DeploymentConfig one = Configs.openAi("gpt", "d1", first.base());
    private final DeploymentConfig other = Configs.openAi("gpt", "d2", second.base());

    @AfterEach
    void stop() {
        first.close();
        second.close();
    }

    private static RouterSettings by(Strategy strategy) {
        return Configs.choosing(strategy, false);
    }

    private static CompletableFuture<Integer> send(TestGateway gateway) {
        return CompletableFuture.supplyAsync(
                () -> gateway.post(PATH, TestGateway.chat("gpt")).statusCode());
    }

    private static FakeUpstream.Behaviour using(int tokens) {
        return call -> call.json(
                200,
                "{\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":" + (tokens - 1)
                        + ",\"total_tokens\":" + tokens + "}}");
    }

    @ParameterizedTest
    @EnumSource
    void everyStrategyServes(Strategy strategy) {
        try (TestGateway gateway = TestGateway.start(Configs.of(by(strategy), one, other))) {
            for (int i = 0; i < 10; i++) {
                assertThat(gateway.post(PATH, TestGateway.chat("gpt")).statusCode())
                        .isEqualTo(200);
            }
            assertThat(first.received().size() + second.received().size()).isEqualTo(10);
        }
    }

    @Test
    void leastBusyAvoidsADeploymentThatHangs() {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger hanging = new AtomicInteger();
        FakeUpstream.Behaviour hang = call -> {
            if (hanging.getAndIncrement() == 0) {
                awaitQuietly(release);
            }
            call.json(200, "{}");
        };
        first.always(hang);
        second.always(hang);
        try (TestGateway gateway = TestGateway.start(Configs.of(by(Strategy.LEAST_BUSY), one, other))) {
            CompletableFuture<Integer> slow = send(gateway);
            await().until(() -> hanging.get() == 1);
            FakeUpstream busy = first.received().isEmpty() ? second : first;
            for (int i = 0; i < 10; i++) {
                gateway.post(PATH, TestGateway.chat("gpt"));
            }

            assertThat(busy.received()).hasSize(1);
            release.countDown();
            assertThat(slow.join()).isEqualTo(200);
        }
    }

    @Test
    void usageOfAnAnswerIsRead() {
        first.always(using(1000));
        second.always(using(10));
        try (TestGateway gateway = TestGateway.start(Configs.of(by(Strategy.USAGE_BASED_V2), one, other))) {
            for (int i = 0; i < 20; i++) {
                gateway.post(PATH, TestGateway.chat("gpt"), "accept-encoding", "gzip");
            }

            assertThat(first.received()).hasSizeLessThanOrEqualTo(1);
            assertThat(second.last().headers()).containsEntry("accept-encoding", "identity");
        }
    }

    @Test
    void usageOfAStreamIsReadWhenItIsCutIntoPieces() {
        first.always(StrategiesIT::streamUsing1000);
        second.always(using(10));
        try (TestGateway gateway = TestGateway.start(Configs.of(by(Strategy.USAGE_BASED_V2), one, other))) {
            for (int i = 0; i < 20; i++) {
                assertThat(gateway.post(PATH, TestGateway.chat("gpt", STREAM)).statusCode())
                        .isEqualTo(200);
            }

            assertThat(first.received()).hasSizeLessThanOrEqualTo(1);
        }
    }

    private static void streamUsing1000(FakeUpstream.Call call) throws java.io.IOException {
        call.beginStream();
        call.chunk("data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}],\"us");
        call.chunk("age\":{\"completion_tokens\":9,\"total_tok");
        call.chunk("ens\":1000}}\n\ndata: [DONE]\n\n");
        call.endStream();
    }

    @Test
    void answersThatTheRequestsOfTheMinuteAreUsedUp() {
        AtomicLong now = new AtomicLong();
        try (TestGateway gateway = TestGateway.start(
                Configs.of(by(Strategy.USAGE_BASED_V2), Configs.chosenBy(one, 2L, null, null)),
                builder -> builder.nanoTime(now::get))) {
            gateway.post(PATH, TestGateway.chat("gpt"));
            gateway.post(PATH, TestGateway.chat("gpt"));
            var refused = gateway.post(PATH, TestGateway.chat("gpt"));

            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("retry-after")).hasValue("60");
            assertThat(refused.body()).contains("Every deployment of model gpt");
            now.addAndGet(Duration.ofMinutes(1).toNanos());
            assertThat(gateway.post(PATH, TestGateway.chat("gpt")).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void rpmOfOneServesTwoParallelRequestsOneAfterTheOther() {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        first.always(call -> {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            awaitQuietly(release);
            underWay.decrementAndGet();
            call.json(200, "{}");
        });
        try (TestGateway gateway =
                TestGateway.start(Configs.of(by(Strategy.SIMPLE_SHUFFLE), Configs.chosenBy(one, 1L, null, null)))) {
            CompletableFuture<Integer> early = send(gateway);
            CompletableFuture<Integer> late = send(gateway);
            await().until(() -> underWay.get() == 1);
            release.countDown();

            assertThat(early.join()).isEqualTo(200);
            assertThat(late.join()).isEqualTo(200);
            assertThat(most).hasValue(1);
            assertThat(first.received()).hasSize(2);
        }
    }

    @Test
    void aPlaceIsHeldToTheEndOfAStream() {
        CountDownLatch release = new CountDownLatch(1);
        first.then(call -> {
            call.beginStream();
            call.chunk("data: {}\n\n");
            awaitQuietly(release);
            call.chunk("data: [DONE]\n\n");
            call.endStream();
        });
        try (TestGateway gateway =
                TestGateway.start(Configs.of(by(Strategy.SIMPLE_SHUFFLE), Configs.chosenBy(one, null, null, 1)))) {
            CompletableFuture<Integer> stream = CompletableFuture.supplyAsync(
                    () -> gateway.post(PATH, TestGateway.chat("gpt", STREAM)).statusCode());
            await().until(() -> first.received().size() == 1);
            CompletableFuture<Integer> next = send(gateway);
            await().during(Duration.ofMillis(200)).until(() -> first.received().size() == 1);
            release.countDown();

            assertThat(stream.join()).isEqualTo(200);
            assertThat(next.join()).isEqualTo(200);
        }
    }

    @Test
    void aClientThatLeavesGivesItsPlaceInTheQueueUp() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        first.then(call -> {
            awaitQuietly(release);
            call.json(200, "{}");
        });
        try (TestGateway gateway =
                TestGateway.start(Configs.of(by(Strategy.SIMPLE_SHUFFLE), Configs.chosenBy(one, null, null, 1)))) {
            CompletableFuture<Integer> running = send(gateway);
            await().until(() -> first.received().size() == 1);
            try (Socket leaving = gateway.connect()) {
                leaving.getOutputStream()
                        .write(TestGateway.rawPost(PATH, TestGateway.chat("gpt"), "content-type: application/json")
                                .getBytes(StandardCharsets.ISO_8859_1));
                await().until(() -> running(gateway, 2));
            }
            await().until(() -> running(gateway, 1));
            release.countDown();

            assertThat(running.join()).isEqualTo(200);
            assertThat(send(gateway).join()).isEqualTo(200);
        }
    }

    private static boolean running(TestGateway gateway, int requests) {
        return gateway.get("/health/readiness").body().contains("\"running_requests\":" + requests);
    }

    @Test
    void waitingIsBoundedByTheTimeoutOfTheRequest() {
        CountDownLatch release = new CountDownLatch(1);
        first.always(call -> {
            awaitQuietly(release);
            call.json(200, "{}");
        });
        try (TestGateway gateway =
                TestGateway.start(Configs.of(by(Strategy.SIMPLE_SHUFFLE), Configs.chosenBy(one, null, null, 1)))) {
            CompletableFuture<Integer> running = send(gateway);
            await().until(() -> first.received().size() == 1);
            var refused = gateway.post(PATH, TestGateway.chat("gpt"), "x-litellm-timeout", "0.2");

            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("retry-after")).hasValue("1");
            release.countDown();
            assertThat(running.join()).isEqualTo(200);
        }
    }

    @Test
    void mockDeploymentsGiveTheirPlaceBack() {
        DeploymentConfig mock = Configs.chosenBy(Configs.mock("gpt", "m1", "Hello"), null, null, 1);
        DeploymentConfig broken =
                Configs.chosenBy(Configs.mock("broken", "m2", "litellm.InternalServerError"), null, null, 1);
        try (TestGateway gateway = TestGateway.start(Configs.of(by(Strategy.LEAST_BUSY), mock, broken))) {
            for (int i = 0; i < 3; i++) {
                assertThat(gateway.post(PATH, TestGateway.chat("gpt")).statusCode())
                        .isEqualTo(200);
                assertThat(gateway.post(PATH, TestGateway.chat("broken")).statusCode())
                        .isEqualTo(500);
            }
        }
    }

    @Test
    void orderDecidesWithPreCallChecksAndNeverReachesTheUpstream() {
        try (TestGateway gateway = TestGateway.start(Configs.of(
                Configs.choosing(Strategy.SIMPLE_SHUFFLE, true),
                Configs.chosenBy(one, null, 2, null),
                Configs.chosenBy(other, null, 1, null)))) {
            for (int i = 0; i < 20; i++) {
                gateway.post(PATH, TestGateway.chat("gpt"));
            }

            assertThat(first.received()).isEmpty();
            assertThat(second.received())
                    .hasSize(20)
                    .allSatisfy(request -> assertThat(request.text()).doesNotContain("order"));
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
