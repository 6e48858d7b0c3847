package dev.flowgate.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.litellm.CooldownSettings;
import dev.flowgate.litellm.Protocol;
import dev.flowgate.litellm.RouterSettings;
import dev.flowgate.litellm.RouterSettings.Alias;
import dev.flowgate.routing.RoutingDecision.AllCoolingDown;
import dev.flowgate.routing.RoutingDecision.Chosen;
import dev.flowgate.routing.RoutingDecision.Exhausted;
import dev.flowgate.routing.RoutingDecision.NoneUsable;
import dev.flowgate.routing.RoutingDecision.UnknownModel;
import dev.flowgate.routing.RoutingDecision.WrongProtocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouterTest {
    private final AtomicLong now = new AtomicLong();
    private final CooldownTracker cooldowns = new CooldownTracker(now::get);
    private final List<String> told = new ArrayList<>();

    private Router router(RouterSettings settings, Deployment... deployments) {
        return new Router(
                List.of(deployments),
                settings,
                cooldowns,
                new LoadTracker(now::get),
                new SplittableRandom(1),
                new RoutingListener() {
                    @Override
                    public void cooledDown(Deployment deployment, UpstreamFailure failure, Duration duration) {
                        told.add(deployment.id() + " cools " + duration.toSeconds());
                    }

                    @Override
                    public void fellBack(String from, String to, String why) {
                        told.add(from + " to " + to);
                    }
                });
    }

    private static RoutedCall open(Router router, String model) {
        return router.open(new RouteRequest(model, Protocol.OPENAI, false, List.of(), 1, true, RequestOverrides.NONE));
    }

    private static RoutedCall open(Router router, String model, RequestOverrides overrides) {
        return router.open(new RouteRequest(model, Protocol.OPENAI, false, List.of(), 1, true, overrides));
    }

    private static String id(RoutingDecision decision) {
        return decision instanceof Chosen chosen ? chosen.deployment().id() : decision.toString();
    }

    private static UpstreamFailure status(int status) {
        return UpstreamFailure.status(status, null);
    }

    @Test
    void namesTheKnownModelsWhenOneIsUnknown() {
        Router router = router(Settings.defaults(), Deployments.of("a", "a1"));

        assertThat(open(router, "b").start()).isEqualTo(new UnknownModel("b", List.of("a")));
    }

    @Test
    void triesAnotherDeploymentAtOnceAndThenWaits() {
        Router router = router(Settings.allowing(9), Deployments.of("a", "a1"), Deployments.of("a", "a2"));
        RoutedCall call = open(router, "a");

        Chosen first = (Chosen) call.start();
        Chosen second = (Chosen) call.failed(status(500));
        Chosen third = (Chosen) call.failed(UpstreamFailure.of(UpstreamFailure.Kind.CONNECT));

        assertThat(second.deployment()).isNotEqualTo(first.deployment());
        assertThat(second.delay()).isZero();
        assertThat(third.delay()).isBetween(Duration.ofMillis(500), Duration.ofMillis(1250));
        assertThat(third.retries()).isEqualTo(2);
        assertThat(call.failed(status(500))).isInstanceOf(Exhausted.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 409, 429, 500, 507, 520, 524, 529})
    void repeatsWhatAServerFailedAtWhateverItsCode(int status) {
        RoutedCall call = open(router(Settings.defaults(), Deployments.of("a", "a1"), Deployments.of("a", "a2")), "a");
        String first = id(call.start());

        assertThat(id(call.failed(status(status)))).isNotEqualTo(first);
    }

    @Test
    void neverRepeatsARequestThatIsAtFault() {
        for (int status : new int[] {400, 402, 403, 405, 413, 422}) {
            RoutedCall call =
                    open(router(Settings.defaults(), Deployments.of("a", "a1"), Deployments.of("a", "a2")), "a");
            call.start();

            assertThat(call.failed(status(status))).isInstanceOf(Exhausted.class);
        }
        assertThat(told).isEmpty();
    }

    @Test
    void leavesADeploymentWithoutTheKeyOrModelForAnother() {
        Router router = router(Settings.defaults(), Deployments.of("a", "a1"), Deployments.of("a", "a2"));
        RoutedCall call = open(router, "a");
        String first = id(call.start());

        assertThat(id(call.failed(status(401)))).isNotEqualTo(first);
        assertThat(call.failed(status(404))).isInstanceOf(Exhausted.class);
    }

    @Test
    void honoursARetryAfterUpToAMinute() {
        RoutedCall patient = open(router(Settings.defaults(), Deployments.of("a", "a1")), "a");
        patient.start();
        Chosen next = (Chosen) patient.failed(UpstreamFailure.status(503, Duration.ofSeconds(20)));
        assertThat(next.delay()).isBetween(Duration.ofSeconds(20), Duration.ofMillis(20_750));

        RoutedCall hasty = open(router(Settings.defaults(), Deployments.of("a", "a1")), "a");
        hasty.start();
        Chosen own = (Chosen) hasty.failed(UpstreamFailure.status(503, Duration.ofSeconds(61)));
        assertThat(own.delay()).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void takesTheNumberOfRetriesFromTheRequestFirst() {
        RequestOverrides none = new RequestOverrides(0, null, null, FallbackOverrides.NONE, null);
        RoutedCall call = open(router(Settings.defaults(), Deployments.of("a", "a1")), "a", none);
        call.start();

        assertThat(call.failed(status(500))).isInstanceOf(Exhausted.class);
    }

    @Test
    void triesEachFallbackOnceAndItsOwnFallbacksFirst() {
        RouterSettings settings = Settings.with(
                0, Map.of("a", List.of("b", "c"), "b", List.of("d", "a"), "d", List.of("b")), List.of(), Map.of());
        Router router = router(
                settings,
                Deployments.of("a", "a1"),
                Deployments.of("b", "b1"),
                Deployments.of("c", "c1"),
                Deployments.of("d", "d1"));
        RoutedCall call = open(router, "a");

        List<String> tried = new ArrayList<>();
        for (RoutingDecision next = call.start(); next instanceof Chosen chosen; next = call.failed(status(500))) {
            tried.add(chosen.group() + chosen.fallbacks());
        }

        assertThat(tried).containsExactly("a0", "b1", "d2", "c3");
        assertThat(told).containsExactly("a to b", "b to d", "d to c");
        assertThat(router.explain("a").groups())
                .extracting(RouteExplanation.Group::name)
                .containsExactly("a", "b", "d", "c");
    }

    @Test
    void usesDefaultFallbacksForGroupsWithoutAnEntry() {
        RouterSettings settings = Settings.with(0, Map.of(), List.of("b"), Map.of());
        RoutedCall call = open(router(settings, Deployments.of("a", "a1"), Deployments.of("b", "b1")), "a");
        call.start();

        assertThat(id(call.failed(status(400)))).isEqualTo("b1");
        assertThat(call.failed(status(400))).isInstanceOf(Exhausted.class);
    }

    @Test
    void findsTheFallbacksOfAModelThatAPatternServes() {
        RouterSettings settings = Settings.with(
                0, Map.of("openai/big", List.of("openai/small"), "openai/*", List.of("spare")), List.of(), Map.of());
        Router router = router(settings, Deployments.named("openai/*", "w1", "*"), Deployments.of("spare", "s1"));
        RoutedCall call = open(router, "openai/big");

        assertThat(((Chosen) call.start()).upstreamModel()).isEqualTo("big");
        assertThat(((Chosen) call.failed(status(400))).upstreamModel()).isEqualTo("small");
        assertThat(id(call.failed(status(400)))).isEqualTo("s1");
        assertThat(router.explain("openai/big").groups())
                .extracting(group -> group.candidates().get(0).upstreamModel())
                .containsExactly("big", "small", "up-s1");
    }

    @Test
    void findsTheFallbacksOfAnAliasBeforeThoseOfItsGroup() {
        RouterSettings settings = Settings.with(
                0,
                Map.of("nick", List.of("a", "b"), "a", List.of("c")),
                List.of(),
                Map.of("nick", new Alias("a", false)));
        Router router =
                router(settings, Deployments.of("a", "a1"), Deployments.of("b", "b1"), Deployments.of("c", "c1"));
        RoutedCall call = open(router, "nick");

        assertThat(id(call.start())).isEqualTo("a1");
        assertThat(id(call.failed(status(400)))).isEqualTo("b1");
        assertThat(router.explain("nick").groups())
                .extracting(RouteExplanation.Group::name)
                .containsExactly("a", "b");
    }

    @Test
    void obeysTheFallbacksOfTheRequest() {
        RouterSettings settings = Settings.with(0, Map.of("a", List.of("b")), List.of(), Map.of());
        Router router =
                router(settings, Deployments.of("a", "a1"), Deployments.of("b", "b1"), Deployments.of("c", "c1"));
        RoutedCall named = open(router, "a", new RequestOverrides(null, null, null, FallbackOverrides.to("c"), null));
        named.start();
        assertThat(id(named.failed(status(500)))).isEqualTo("c1");

        RoutedCall disabled = open(
                router,
                "a",
                new RequestOverrides(
                        null, null, null, new FallbackOverrides(null, null, null, null, null, true), null));
        disabled.start();
        assertThat(disabled.failed(status(500))).isInstanceOf(Exhausted.class);
    }

    @Test
    void saysWhenTheSoonestIsBack() {
        Router router = router(Settings.defaults(), Deployments.of("a", "a1"), Deployments.of("a", "a2"));
        RoutedCall call = open(router, "a");
        call.start();
        call.failed(UpstreamFailure.status(429, Duration.ofSeconds(30)));
        now.addAndGet(Duration.ofSeconds(2).toNanos());
        call.failed(UpstreamFailure.status(429, Duration.ofHours(5)));

        assertThat(open(router, "a").start()).isEqualTo(new AllCoolingDown("a", Duration.ofSeconds(28)));
        assertThat(told).anySatisfy(text -> assertThat(text).endsWith("cools 3600"));
        assertThat(router.health()).containsExactly(new GroupHealth("a", 0, 2, 0));

        now.addAndGet(Duration.ofSeconds(28).toNanos());
        assertThat(open(router, "a").start()).isInstanceOf(Chosen.class);
    }

    @Test
    void fallsBackWhileAGroupIsCooling() {
        RouterSettings settings = Settings.with(0, Map.of("a", List.of("b")), List.of(), Map.of());
        Router router = router(settings, Deployments.of("a", "a1"), Deployments.of("b", "b1"));
        RoutedCall call = open(router, "a");
        call.start();
        call.failed(status(401));

        Chosen chosen = (Chosen) open(router, "a").start();
        assertThat(chosen.group()).isEqualTo("b");
        assertThat(chosen.retries()).isZero();
        assertThat(chosen.fallbacks()).isEqualTo(1);
    }

    @Test
    void coolsWhenMoreThanHalfOfTheRequestsFail() {
        CooldownSettings usual = CooldownSettings.DEFAULT;
        Deployment mixed = Deployments.of("a", "a1");
        cooldowns.succeeded("a1");

        assertThat(cooldowns.failed(mixed, 2, status(500), usual)).isEmpty();
        assertThat(cooldowns.failed(mixed, 2, status(500), usual)).hasValue(Duration.ofSeconds(5));
    }

    @Test
    void neverCoolsTheOnlyDeploymentByItsFailureRate() {
        Deployment single = Deployments.of("a", "single");
        for (int i = 0; i < 20; i++) {
            assertThat(cooldowns.failed(single, 1, status(500), CooldownSettings.DEFAULT))
                    .isEmpty();
        }
    }

    @Test
    void countsFailuresWhenANumberIsAllowed() {
        RouterSettings settings = Settings.allowing(1);
        Deployment single = Deployments.of("a", "a1");

        assertThat(cooldowns.failed(single, 1, status(500), settings.cooldowns()))
                .isEmpty();
        now.addAndGet(Duration.ofSeconds(5).toNanos());
        assertThat(cooldowns.failed(single, 1, status(500), settings.cooldowns()))
                .isEmpty();
        assertThat(cooldowns.failed(single, 1, status(500), settings.cooldowns()))
                .isPresent();
    }

    @Test
    void understandsAliasesIdsAndPatterns() {
        RouterSettings settings = Settings.with(
                0, Map.of(), List.of(), Map.of("nick", new Alias("a", true), "chain", new Alias("nick", false)));
        Router router = router(
                settings,
                Deployments.of("a", "a1"),
                Deployments.named("openai/*", "w1", "*"),
                Deployments.named("openai/gpt-*", "w2", "models/*-x"),
                Deployments.named("*", "w3", "fixed"));

        assertThat(id(open(router, "nick").start())).isEqualTo("a1");
        assertThat(id(open(router, "a1").start())).isEqualTo("a1");
        assertThat(((Chosen) open(router, "openai/o3").start()).upstreamModel()).isEqualTo("o3");
        assertThat(((Chosen) open(router, "openai/gpt-4o").start()).upstreamModel())
                .isEqualTo("models/4o-x");
        assertThat(((Chosen) open(router, "else").start()).upstreamModel()).isEqualTo("fixed");
        assertThat(id(open(router, "chain").start())).isEqualTo("w3");
        assertThat(router.visibleModels()).containsExactly("chain", "a", "openai/*", "openai/gpt-*", "*");
    }

    @Test
    void offersOnlyDeploymentsThatSpeakTheCallersProtocol() {
        Router router = router(Settings.defaults(), Deployments.of("a", "a1"));

        assertThat(router.open(new RouteRequest(
                                "a", Protocol.ANTHROPIC, false, List.of(), 1, true, RequestOverrides.NONE))
                        .start())
                .isEqualTo(new WrongProtocol("a", Protocol.ANTHROPIC, java.util.Set.of(Protocol.OPENAI)));
    }

    @Test
    void saysWhyNothingIsUsable() {
        Router router = router(Settings.defaults(), Deployments.unusable("a", "a1", "KEY is not set"));

        assertThat(open(router, "a").start()).isEqualTo(new NoneUsable("a", "KEY is not set"));
        assertThat(router.health()).containsExactly(new GroupHealth("a", 0, 0, 1));
    }

    @Test
    void spreadsByWeightAndNeverPicksWeightZero() {
        Router router = router(
                Settings.defaults(),
                Deployments.weighted("a", "heavy", 3.0),
                Deployments.weighted("a", "plain", null),
                Deployments.weighted("a", "never", 0.0));
        Map<String, Integer> picks = new HashMap<>();
        for (int i = 0; i < 4000; i++) {
            picks.merge(id(open(router, "a").start()), 1, Integer::sum);
        }

        assertThat(picks).containsOnlyKeys("heavy", "plain");
        assertThat(picks.get("heavy")).isBetween(2800, 3200);
        assertThat(router.explain("a").groups().get(0).candidates())
                .extracting(RouteExplanation.Candidate::share)
                .containsExactly(0.75, 0.25, 0.0);
    }

    @Test
    void picksEvenlyWhenEveryWeightIsZero() {
        Router router =
                router(Settings.defaults(), Deployments.weighted("a", "a1", 0.0), Deployments.weighted("a", "a2", 0.0));
        Map<String, Integer> picks = new HashMap<>();
        for (int i = 0; i < 1000; i++) {
            picks.merge(id(open(router, "a").start()), 1, Integer::sum);
        }

        assertThat(picks.values()).allSatisfy(count -> assertThat(count).isBetween(400, 600));
    }
}
