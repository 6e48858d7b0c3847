package dev.flowgate.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.litellm.CooldownSettings;
import dev.flowgate.litellm.FallbackSettings;
import dev.flowgate.litellm.Protocol;
import dev.flowgate.litellm.RetrySettings;
import dev.flowgate.litellm.RouterSettings;
import dev.flowgate.routing.RoutingDecision.AllCoolingDown;
import dev.flowgate.routing.RoutingDecision.Chosen;
import dev.flowgate.routing.RoutingDecision.Exhausted;
import dev.flowgate.routing.RoutingDecision.UnknownModel;
import dev.flowgate.routing.UpstreamFailure.Cause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Cases of LiteLLM's routing with the result that is kept, or the one that takes its place. The numbers are those of the
 * list that the behaviour was taken down in; what needs a socket is in the test of the gateway with the same name.
 */
class LiteLlmChecklistTest {
    private final AtomicLong now = new AtomicLong();
    private final CooldownTracker cooldowns = new CooldownTracker(now::get);

    private Router router(RouterSettings settings, Deployment... deployments) {
        return new Router(
                List.of(deployments),
                settings,
                cooldowns,
                new LoadTracker(now::get),
                new SplittableRandom(1),
                RoutingListener.NONE);
    }

    private static RoutedCall open(Router router, String model, RequestOverrides overrides) {
        return router.open(new RouteRequest(model, Protocol.OPENAI, false, List.of(), 1, true, overrides));
    }

    private static RoutedCall open(Router router, String model) {
        return open(router, model, RequestOverrides.NONE);
    }

    private static UpstreamFailure status(int status) {
        return UpstreamFailure.status(status, null);
    }

    @Test
    @DisplayName("2, fixed: an unknown model is 404 with the known names, not 400")
    void namesTheKnownModels() {
        assertThat(open(router(Settings.defaults(), Deployments.of("a", "a1")), "b")
                        .start())
                .isEqualTo(new UnknownModel("b", List.of("a")));
    }

    @Test
    @DisplayName("2, as LiteLLM: default_fallbacks do not serve unknown models")
    void defaultFallbacksDoNotServeUnknownModels() {
        RouterSettings settings = Settings.with(0, Map.of(), List.of("a"), Map.of());

        assertThat(open(router(settings, Deployments.of("a", "a1")), "b").start())
                .isInstanceOf(UnknownModel.class);
    }

    @Test
    @DisplayName("2, as LiteLLM: a deployment of * serves any model")
    void starServesAnyModel() {
        assertThat(open(router(Settings.defaults(), Deployments.of("*", "w1")), "b")
                        .start())
                .isInstanceOf(Chosen.class);
    }

    @Test
    @DisplayName("3, as LiteLLM: the first deployment cools for 5 s at once, and the second serves without a wait")
    void theSecondServesAtOnce() {
        Router router = router(Settings.defaults(), Deployments.of("a", "a1"), Deployments.of("a", "a2"));
        RoutedCall call = open(router, "a");
        Chosen first = (Chosen) call.start();
        Chosen second = (Chosen) call.failed(status(500));

        assertThat(second.deployment()).isNotEqualTo(first.deployment());
        assertThat(second.delay()).isZero();
        assertThat(second.retries()).isEqualTo(1);
        assertThat(cooldowns.remaining(first.deployment().id())).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    @DisplayName("4, as LiteLLM: three calls, waits from 0.5 s, no cooldown; fixed: no wait after the last")
    void threeCallsWithWaits() {
        RoutedCall call = open(router(Settings.defaults(), Deployments.of("a", "a1")), "a");
        call.start();

        assertThat(((Chosen) call.failed(status(500))).delay())
                .isBetween(Duration.ofMillis(500), Duration.ofMillis(1250));
        assertThat(((Chosen) call.failed(status(500))).delay())
                .isBetween(Duration.ofMillis(500), Duration.ofMillis(1250));
        assertThat(call.failed(status(500))).isInstanceOf(Exhausted.class);
        assertThat(cooldowns.isCooling("a1")).isFalse();
    }

    @Test
    @DisplayName("5, as LiteLLM: a lone 401 is one call and a cooldown of 5 s")
    void aLone401Cools() {
        Router router = router(Settings.defaults(), Deployments.of("a", "a1"));
        RoutedCall call = open(router, "a");
        call.start();

        assertThat(call.failed(status(401))).isEqualTo(new Exhausted(Duration.ofSeconds(5)));
        assertThat(open(router, "a").start()).isEqualTo(new AllCoolingDown("a", Duration.ofSeconds(5)));
    }

    @Test
    @DisplayName("6, as LiteLLM: Retry-After 3600 cools for as long, and 0 not at all")
    void retryAfterSetsTheCooldown() {
        CooldownSettings settings = CooldownSettings.DEFAULT;

        assertThat(cooldowns.failed(
                        Deployments.of("a", "a1"), 2, UpstreamFailure.status(429, Duration.ofHours(1)), settings))
                .hasValue(Duration.ofHours(1));
        assertThat(cooldowns.failed(Deployments.of("a", "a2"), 2, UpstreamFailure.status(429, Duration.ZERO), settings))
                .isEmpty();
    }

    @Test
    @DisplayName(
            "7, as LiteLLM: allowed_fails 1 cools at the second failure; fixed: 3 is a number, not the default mode")
    void allowedFailsIsANumber() {
        Deployment single = Deployments.of("a", "a1");
        CooldownSettings one = Settings.allowing(1).cooldowns();
        CooldownSettings three = Settings.allowing(3).cooldowns();

        assertThat(cooldowns.failed(single, 1, status(500), one)).isEmpty();
        assertThat(cooldowns.failed(single, 1, status(500), one)).isPresent();
        Deployment sibling = Deployments.of("a", "a2");
        assertThat(cooldowns.failed(sibling, 2, status(429), three)).isEmpty();
        assertThat(cooldowns.failed(sibling, 2, status(429), three)).isEmpty();
        assertThat(cooldowns.failed(sibling, 2, status(429), three)).isEmpty();
        assertThat(cooldowns.failed(sibling, 2, status(429), three)).isPresent();
    }

    @Test
    @DisplayName("8, fixed: a plain 400 is not retried")
    void aPlain400IsNotRetried() {
        RoutedCall call = open(router(Settings.defaults(), Deployments.of("a", "a1"), Deployments.of("a", "a2")), "a");
        call.start();

        assertThat(call.failed(status(400))).isEqualTo(new Exhausted(null));
    }

    @Test
    @DisplayName("9, as LiteLLM: context_window_fallbacks without this group keep it from the general ones")
    void generalFallbacksDoNotServePromptsThatAreTooLong() {
        FallbackSettings fallbacks =
                new FallbackSettings(Map.of("a", List.of("b")), List.of("b"), Map.of("x", List.of("b")), Map.of(), 5);
        RouterSettings settings = Settings.of(RetrySettings.DEFAULT, CooldownSettings.DEFAULT, fallbacks);
        RoutedCall call = open(router(settings, Deployments.of("a", "a1"), Deployments.of("b", "b1")), "a");
        call.start();

        assertThat(call.failed(status(400).because(Cause.CONTEXT_WINDOW))).isEqualTo(new Exhausted(null));
    }

    @Test
    @DisplayName("10, fixed: fallbacks of a request are tried once each, 3 calls and not 10")
    void fallbacksOfARequestAreTriedOnce() {
        Router router = router(
                Settings.with(0, Map.of(), List.of(), Map.of()),
                Deployments.of("m", "m1"),
                Deployments.of("a", "a1"),
                Deployments.of("b", "b1"));
        RequestOverrides overrides = new RequestOverrides(null, null, null, FallbackOverrides.to("a", "b"), null);
        RoutedCall call = open(router, "m", overrides);
        List<String> tried = new ArrayList<>();
        for (RoutingDecision next = call.start(); next instanceof Chosen chosen; next = call.failed(status(500))) {
            tried.add(chosen.group());
        }

        assertThat(tried).containsExactly("m", "a", "b");
    }
}
