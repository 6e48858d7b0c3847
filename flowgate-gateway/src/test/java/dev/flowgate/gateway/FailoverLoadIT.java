package dev.flowgate.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flowgate.litellm.DeploymentConfig;
import dev.flowgate.secret.SecretReference;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What clients see while one of two upstreams fails under load: nothing that another try could have hidden. */
@Timeout(120)
class FailoverLoadIT {
    private static final Logger LOG = LoggerFactory.getLogger(FailoverLoadIT.class);
    private static final int PER_SECOND = 200;
    private static final int REQUESTS = PER_SECOND * Faults.count(2, 30);
    private static final int RETRIES = 2;
    private static final int ALLOWED_FAILS = 3;
    private static final Duration COOLDOWN = Duration.ofMillis(Faults.count(300, 1000));
    private static final Duration THOUGHT = Duration.ofMillis(10);
    private static final int EVENTS = 6;

    private final AtomicInteger answering = new AtomicInteger();
    private final AtomicInteger troubled = new AtomicInteger();
    private final FakeUpstream steady = FakeUpstream.start(FailoverLoadIT::answer);
    private FakeUpstream shaky = FakeUpstream.start(this::counted);

    /** A JVM that has just started is too slow for such a load: it would look as if the upstreams were. */
    @BeforeAll
    static void warmUp() throws InterruptedException {
        try (FakeUpstream upstream = FakeUpstream.start(FailoverLoadIT::answer);
                TestGateway gateway = TestGateway.start(Configs.of(Configs.openAi("gpt", "d", upstream.base())));
                LoadRun load = LoadRun.start(gateway, PER_SECOND)) {
            load.awaitStarted(PER_SECOND);
            load.finish();
        }
    }

    @AfterEach
    void stop() {
        shaky.close();
        steady.close();
    }

    private static void answer(FakeUpstream.Call call) throws IOException {
        call.think(THOUGHT);
        if (!call.request().text().contains("\"stream\":true")) {
            call.json(200, LoadRun.ANSWER);
            return;
        }
        call.beginStream();
        for (int i = 0; i < EVENTS; i++) {
            call.chunk("data: {\"n\":" + i + "}\n\n");
            call.think(THOUGHT);
        }
        call.chunk(LoadRun.DONE);
        call.endStream();
    }

    /** Answers, and counts the requests that are under way. */
    private void counted(FakeUpstream.Call call) throws IOException {
        answering.incrementAndGet();
        try {
            answer(call);
        } finally {
            answering.decrementAndGet();
        }
    }

    private TestGateway siblings(@Nullable Duration timeout) {
        return TestGateway.start(Configs.of(
                Configs.cooling(RETRIES, ALLOWED_FAILS, COOLDOWN, Map.of()),
                deployment("gpt", "shaky", shaky, timeout),
                deployment("gpt", "steady", steady, timeout)));
    }

    private TestGateway withFallback() {
        return TestGateway.start(Configs.of(
                Configs.cooling(0, ALLOWED_FAILS, COOLDOWN, Map.of("gpt", List.of("spare"))),
                deployment("gpt", "shaky", shaky, null),
                deployment("spare", "steady", steady, null)));
    }

    private static DeploymentConfig deployment(
            String model, String id, FakeUpstream upstream, @Nullable Duration timeout) {
        return Configs.entry(model, id, "openai", upstream.base(), SecretReference.parse("k"), timeout, null);
    }

    @Test
    void hidesAnUpstreamThatIsKilled() throws Exception {
        try (TestGateway gateway = siblings(null)) {
            killed("killed", gateway);
        }
    }

    @Test
    void hidesAnUpstreamThatIsKilledBehindAFallback() throws Exception {
        try (TestGateway gateway = withFallback()) {
            killed("killed, with a fallback", gateway);
        }
    }

    private void killed(String what, TestGateway gateway) throws InterruptedException {
        AtomicInteger underWay = new AtomicInteger();
        try (LoadRun load = LoadRun.start(gateway, PER_SECOND)) {
            trouble(
                    gateway,
                    load,
                    () -> {
                        underWay.set(answering.get());
                        shaky.kill();
                    },
                    () -> shaky = shaky.startAgain(this::counted));
            report(what, load);
            assertThat(load.visible()).isEmpty();
            assertThat(load.hidden()).isPositive();
            // Streams that had begun cannot be hidden. A few more may have begun while the rest was killed.
            assertThat(load.cut()).isLessThanOrEqualTo(underWay.get() + 10);
        }
    }

    @Test
    void hidesAnUpstreamThatAnswers503() throws Exception {
        try (TestGateway gateway = siblings(null);
                LoadRun load = LoadRun.start(gateway, PER_SECOND)) {
            trouble(
                    gateway,
                    load,
                    () -> shaky.always(call -> {
                        troubled.incrementAndGet();
                        call.json(503, "{}");
                    }),
                    () -> shaky.always(this::counted));
            report("answers 503", load);
            assertNothingShows(load);
            // It is left alone after a few failures, and asked a few times more after each cooldown.
            assertThat(troubled.get()).isLessThanOrEqualTo((int) cooldowns(gateway) * (ALLOWED_FAILS + 1 + 20));
        }
    }

    @Test
    void hidesAnUpstreamThatNeverAnswers() throws Exception {
        try (TestGateway gateway = siblings(Duration.ofMillis(1500));
                LoadRun load = LoadRun.start(gateway, PER_SECOND)) {
            trouble(
                    gateway,
                    load,
                    () -> shaky.always(call -> {
                        troubled.incrementAndGet();
                        call.awaitPeerLeaving();
                    }),
                    () -> shaky.always(this::counted));
            report("never answers", load);
            assertNothingShows(load);
            // Until the first of them have timed out, half of all requests go there.
            assertThat(troubled.get()).isLessThan(load.total());
        }
    }

    private void assertNothingShows(LoadRun load) {
        assertThat(load.visible()).isEmpty();
        assertThat(load.cut()).isZero();
        assertThat(load.hidden()).isPositive();
        assertThat(steady.received().size() + shaky.received().size())
                .isLessThanOrEqualTo(load.total() + load.detours());
    }

    /** A quarter of the way the trouble begins, and half way it ends. */
    private void trouble(TestGateway gateway, LoadRun load, Runnable begins, Runnable ends)
            throws InterruptedException {
        load.awaitStarted(REQUESTS / 4);
        begins.run();
        await().pollInterval(Duration.ofMillis(20))
                .until(() -> gateway.get("/health").body().contains("\"cooling\":1"));
        load.awaitStarted(REQUESTS / 2);
        ends.run();
        int before = shaky.received().size();
        await().until(() -> shaky.received().size() > before);
        load.awaitStarted(REQUESTS);
        load.finish();
        assertThat(cooldowns(gateway)).isPositive();
        await().until(() -> !gateway.get("/health").body().contains("\"cooling\":1"));
    }

    private static long cooldowns(TestGateway gateway) {
        return gateway.events().stream()
                .filter(event -> event.event().equals("cooldown"))
                .count();
    }

    /** Each request that a kept connection brings is lost with it: that says nothing of the upstream. */
    @Test
    void repeatsWhatAStaleConnectionLost() throws Exception {
        FakeUpstream.Behaviour stale = call -> {
            if (call.number() > 1) {
                troubled.incrementAndGet();
                call.reset();
            } else {
                answer(call);
            }
        };
        shaky.always(stale);
        steady.always(stale);
        try (TestGateway gateway = siblings(null);
                LoadRun load = LoadRun.start(gateway, PER_SECOND)) {
            load.awaitStarted(REQUESTS);
            load.finish();

            report("stale connections", load);
            assertThat(load.visible()).isEmpty();
            assertThat(load.cut()).isZero();
            assertThat(troubled.get()).isPositive();
            assertThat(steady.received().size() + shaky.received().size()).isEqualTo(load.total() + troubled.get());
            // On a busy machine one may break so late that it counts as a failure; a retry hides it then.
            assertThat(load.complete()).isGreaterThan(load.total() * 95 / 100);
        }
    }

    private void report(String what, LoadRun load) {
        LOG.info(
                "{}",
                String.format(
                        "%-30s %5d requests, %5d at once, %4d hidden failures, %3d cut streams, %d visible failures, "
                                + "%4d retries and fallbacks, %4d requests met the trouble",
                        what,
                        load.total(),
                        load.complete(),
                        load.hidden(),
                        load.cut(),
                        load.visible().size(),
                        load.detours(),
                        troubled.get()));
    }
}
