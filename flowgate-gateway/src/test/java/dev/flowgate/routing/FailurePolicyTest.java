package dev.flowgate.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.litellm.CooldownSettings;
import dev.flowgate.litellm.ErrorClass;
import dev.flowgate.litellm.FallbackSettings;
import dev.flowgate.litellm.Protocol;
import dev.flowgate.litellm.RetrySettings;
import dev.flowgate.litellm.RouterSettings;
import dev.flowgate.routing.RoutingDecision.Chosen;
import dev.flowgate.routing.RoutingDecision.Exhausted;
import dev.flowgate.routing.RoutingDecision.Rehearsed;
import dev.flowgate.routing.RoutingDecision.SeveralModels;
import dev.flowgate.routing.UpstreamFailure.Cause;
import dev.flowgate.routing.UpstreamFailure.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailurePolicyTest {
    private static final UpstreamFailure TOO_LONG =
            UpstreamFailure.status(400, null).because(Cause.CONTEXT_WINDOW);
    private static final UpstreamFailure REFUSED =
            UpstreamFailure.status(400, null).because(Cause.CONTENT_POLICY);
    private static final RetrySettings NEVER = new RetrySettings(0, Duration.ZERO, Map.of(), Map.of());

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

    private static RouterSettings settings(RetrySettings retries, FallbackSettings fallbacks) {
        return Settings.of(retries, CooldownSettings.DEFAULT, fallbacks);
    }

    private static RequestOverrides with(FallbackOverrides fallbacks) {
        return new RequestOverrides(null, null, null, fallbacks, null);
    }

    private static RequestOverrides rehearsing(Rehearsal rehearsal) {
        return new RequestOverrides(null, null, null, FallbackOverrides.NONE, rehearsal);
    }

    private static RequestOverrides retrying(int times) {
        return new RequestOverrides(times, null, null, FallbackOverrides.NONE, null);
    }

    private static RoutedCall open(Router router, String model, RequestOverrides overrides) {
        return router.open(new RouteRequest(model, Protocol.OPENAI, false, List.of(), 1, true, overrides));
    }

    /** How often a request to the only deployment of group a is sent, when it always fails so. */
    private int attempts(
            RetrySettings retries, Deployment deployment, RequestOverrides overrides, UpstreamFailure failure) {
        CooldownSettings none = new CooldownSettings(null, Map.of(), CooldownSettings.DEFAULT.time(), true);
        Router router = router(Settings.of(retries, none, FallbackSettings.DEFAULT), deployment);
        RoutedCall call = open(router, "a", overrides);
        int attempts = 0;
        for (RoutingDecision next = call.start(); next instanceof Chosen; next = call.failed(failure)) {
            attempts++;
        }
        return attempts;
    }

    private List<String> groups(RouterSettings settings, RequestOverrides overrides, UpstreamFailure failure) {
        Router router = router(
                settings,
                Deployments.of("a", "a1"),
                Deployments.of("b", "b1"),
                Deployments.of("c", "c1"),
                Deployments.of("d", "d1"));
        RoutedCall call = open(router, "a", overrides);
        List<String> tried = new ArrayList<>();
        for (RoutingDecision next = call.start(); next instanceof Chosen chosen; next = call.failed(failure)) {
            tried.add(chosen.group());
        }
        return tried;
    }

    @Test
    void knowsTheClassOfEachFailure() {
        assertThat(List.of(400, 413, 422))
                .allSatisfy(status -> assertThat(
                                UpstreamFailure.status(status, null).errorClass())
                        .hasValue(ErrorClass.BAD_REQUEST));
        assertThat(UpstreamFailure.status(401, null).errorClass()).hasValue(ErrorClass.AUTHENTICATION);
        assertThat(UpstreamFailure.status(504, null).errorClass()).hasValue(ErrorClass.TIMEOUT);
        assertThat(UpstreamFailure.of(Kind.TIMEOUT).errorClass()).hasValue(ErrorClass.TIMEOUT);
        assertThat(UpstreamFailure.status(429, null).errorClass()).hasValue(ErrorClass.RATE_LIMIT);
        assertThat(UpstreamFailure.status(529, null).errorClass()).hasValue(ErrorClass.INTERNAL_SERVER);
        assertThat(UpstreamFailure.of(Kind.RESET).errorClass()).hasValue(ErrorClass.INTERNAL_SERVER);
        assertThat(TOO_LONG.errorClass()).hasValue(ErrorClass.BAD_REQUEST);
        assertThat(REFUSED.errorClass()).hasValue(ErrorClass.CONTENT_POLICY_VIOLATION);
        assertThat(List.of(302, 403, 404, 409))
                .allSatisfy(status -> assertThat(
                                UpstreamFailure.status(status, null).errorClass())
                        .isEmpty());
    }

    @Test
    void takesTheRetriesOfTheRouterLast() {
        RetrySettings retries = new RetrySettings(1, Duration.ZERO, Map.of(), Map.of());

        assertThat(attempts(
                        retries, Deployments.of("a", "a1"), RequestOverrides.NONE, UpstreamFailure.status(500, null)))
                .isEqualTo(2);
    }

    @Test
    void takesTheRetriesOfTheDeploymentBeforeTheRouters() {
        RetrySettings retries = new RetrySettings(1, Duration.ZERO, Map.of(), Map.of());

        assertThat(attempts(
                        retries,
                        Deployments.retrying("a", "a1", 2),
                        RequestOverrides.NONE,
                        UpstreamFailure.status(500, null)))
                .isEqualTo(3);
    }

    @Test
    void takesTheRetryPolicyBeforeTheDeployment() {
        RetrySettings retries = new RetrySettings(1, Duration.ZERO, Map.of(ErrorClass.INTERNAL_SERVER, 3), Map.of());
        Deployment deployment = Deployments.retrying("a", "a1", 2);

        assertThat(attempts(retries, deployment, RequestOverrides.NONE, UpstreamFailure.of(Kind.CONNECT)))
                .isEqualTo(4);
        assertThat(attempts(retries, deployment, RequestOverrides.NONE, UpstreamFailure.status(429, null)))
                .isEqualTo(3);
    }

    @Test
    void takesThePolicyOfTheGroupBeforeTheGeneralOne() {
        RetrySettings retries = new RetrySettings(
                1,
                Duration.ZERO,
                Map.of(ErrorClass.INTERNAL_SERVER, 3, ErrorClass.TIMEOUT, 2),
                Map.of("a", Map.of(ErrorClass.INTERNAL_SERVER, 0)));
        Deployment deployment = Deployments.of("a", "a1");

        assertThat(attempts(retries, deployment, RequestOverrides.NONE, UpstreamFailure.status(500, null)))
                .isEqualTo(1);
        assertThat(attempts(retries, deployment, RequestOverrides.NONE, UpstreamFailure.of(Kind.TIMEOUT)))
                .isEqualTo(3);
    }

    @Test
    void takesTheRetriesOfTheRequestFirst() {
        RetrySettings retries = new RetrySettings(
                1,
                Duration.ZERO,
                Map.of(ErrorClass.INTERNAL_SERVER, 3),
                Map.of("a", Map.of(ErrorClass.INTERNAL_SERVER, 4)));

        assertThat(attempts(
                        retries, Deployments.retrying("a", "a1", 2), retrying(0), UpstreamFailure.status(500, null)))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 413, 422})
    void repeatsABadRequestOnlyWhenAPolicySaysSo(int status) {
        UpstreamFailure failure = UpstreamFailure.status(status, null);
        Deployment deployment = Deployments.of("a", "a1");
        RetrySettings told = new RetrySettings(5, Duration.ZERO, Map.of(ErrorClass.BAD_REQUEST, 2), Map.of());
        RetrySettings forbidden = new RetrySettings(5, Duration.ZERO, Map.of(ErrorClass.BAD_REQUEST, 0), Map.of());

        assertThat(attempts(told, deployment, RequestOverrides.NONE, failure)).isEqualTo(3);
        assertThat(attempts(told, deployment, retrying(1), failure)).isEqualTo(2);
        assertThat(attempts(forbidden, deployment, retrying(3), failure)).isEqualTo(1);
        assertThat(attempts(RetrySettings.DEFAULT, deployment, retrying(3), failure))
                .isEqualTo(1);
    }

    @Test
    void repeatsRefusedContentByThePolicyForBadRequestsUnlessItHasItsOwn() {
        Deployment deployment = Deployments.of("a", "a1");
        RetrySettings bad = new RetrySettings(0, Duration.ZERO, Map.of(ErrorClass.BAD_REQUEST, 2), Map.of());
        RetrySettings own = new RetrySettings(
                0, Duration.ZERO, Map.of(ErrorClass.BAD_REQUEST, 2, ErrorClass.CONTENT_POLICY_VIOLATION, 1), Map.of());

        assertThat(attempts(bad, deployment, RequestOverrides.NONE, REFUSED)).isEqualTo(3);
        assertThat(attempts(own, deployment, RequestOverrides.NONE, REFUSED)).isEqualTo(2);
    }

    @Test
    void neverRepeatsAForbiddenRequest() {
        RetrySettings all = new RetrySettings(5, Duration.ZERO, Map.of(ErrorClass.BAD_REQUEST, 5), Map.of());

        assertThat(attempts(all, Deployments.of("a", "a1"), RequestOverrides.NONE, UpstreamFailure.status(403, null)))
                .isEqualTo(1);
    }

    @Test
    void coolsByTheNumberAllowedForTheClass() {
        CooldownSettings settings = new CooldownSettings(
                5, Map.of(ErrorClass.RATE_LIMIT, 0, ErrorClass.TIMEOUT, 1), Duration.ofSeconds(5), false);

        assertThat(cooldowns.failed(Deployments.of("a", "x"), 1, UpstreamFailure.status(429, null), settings))
                .isPresent();
        assertThat(cooldowns.failed(Deployments.of("a", "y"), 1, UpstreamFailure.of(Kind.TIMEOUT), settings))
                .isEmpty();
        assertThat(cooldowns.failed(Deployments.of("a", "y"), 1, UpstreamFailure.of(Kind.TIMEOUT), settings))
                .isPresent();
        assertThat(cooldowns.failed(Deployments.of("a", "z"), 1, UpstreamFailure.status(500, null), settings))
                .isEmpty();
    }

    @Test
    void countsBadRequestsAgainstADeploymentOnlyWhenThePolicyNamesThem() {
        UpstreamFailure bad = UpstreamFailure.status(400, null);
        CooldownSettings plain = new CooldownSettings(1, Map.of(), Duration.ofSeconds(5), false);
        CooldownSettings named =
                new CooldownSettings(null, Map.of(ErrorClass.BAD_REQUEST, 1), Duration.ofSeconds(5), false);
        Deployment x = Deployments.of("a", "x");
        Deployment y = Deployments.of("a", "y");

        assertThat(cooldowns.failed(x, 1, bad, plain)).isEmpty();
        assertThat(cooldowns.failed(x, 1, bad, plain)).isEmpty();
        assertThat(cooldowns.failed(x, 1, UpstreamFailure.status(500, null), plain))
                .isEmpty();
        assertThat(cooldowns.failed(y, 1, bad, named)).isEmpty();
        assertThat(cooldowns.failed(y, 1, bad, named)).isPresent();
    }

    @Test
    void sendsEachCauseToItsOwnFallbacks() {
        RouterSettings settings = settings(
                NEVER,
                new FallbackSettings(
                        Map.of("a", List.of("b")), List.of(), Map.of("a", List.of("c")), Map.of("a", List.of("d")), 5));

        assertThat(groups(settings, RequestOverrides.NONE, UpstreamFailure.status(400, null)))
                .containsExactly("a", "b");
        assertThat(groups(settings, RequestOverrides.NONE, TOO_LONG)).containsExactly("a", "c");
        assertThat(groups(settings, RequestOverrides.NONE, REFUSED)).containsExactly("a", "d");
    }

    @Test
    void usesTheGeneralFallbacksForACauseThatHasNoneAtAll() {
        RouterSettings settings =
                settings(NEVER, new FallbackSettings(Map.of(), List.of("b"), Map.of(), Map.of("x", List.of("d")), 5));

        assertThat(groups(settings, RequestOverrides.NONE, TOO_LONG)).containsExactly("a", "b");
        assertThat(groups(settings, RequestOverrides.NONE, REFUSED)).containsExactly("a");
    }

    @Test
    void doesNotRepeatWhatHasFallbacksForItsCause() {
        RetrySettings told = new RetrySettings(2, Duration.ZERO, Map.of(ErrorClass.BAD_REQUEST, 2), Map.of());
        RouterSettings settings =
                settings(told, new FallbackSettings(Map.of(), List.of(), Map.of("a", List.of("c")), Map.of(), 5));

        assertThat(groups(settings, RequestOverrides.NONE, TOO_LONG)).containsExactly("a", "c");
    }

    @Test
    void obeysTheFallbacksOfTheRequestByCause() {
        RouterSettings settings = settings(
                NEVER,
                new FallbackSettings(Map.of("a", List.of("b")), List.of("b"), Map.of("a", List.of("c")), Map.of(), 5));
        FallbackOverrides context = new FallbackOverrides(null, null, Map.of("a", List.of("d")), null, null, false);
        FallbackOverrides general =
                new FallbackOverrides(null, Map.of("a", List.of("d"), "*", List.of("c")), null, null, null, false);

        assertThat(groups(settings, with(context), TOO_LONG)).containsExactly("a", "d");
        assertThat(groups(settings, with(general), UpstreamFailure.status(400, null)))
                .containsExactly("a", "d", "c");
        assertThat(groups(settings, with(FallbackOverrides.to("d", "c")), TOO_LONG))
                .containsExactly("a", "d", "c");
        assertThat(groups(
                        settings, with(new FallbackOverrides(List.of("d", "c"), null, null, null, 1, false)), TOO_LONG))
                .containsExactly("a", "d");
    }

    @Test
    void saysWhenTheModelAskedForIsBack() {
        RouterSettings settings = settings(NEVER, FallbackSettings.DEFAULT);
        RoutedCall call = open(router(settings, Deployments.of("a", "a1")), "a", RequestOverrides.NONE);
        call.start();
        assertThat(call.failed(UpstreamFailure.status(429, null))).isEqualTo(new Exhausted(null));

        Router two = router(settings, Deployments.of("b", "b1"), Deployments.of("b", "b2"));
        RoutedCall first = open(two, "b", RequestOverrides.NONE);
        first.start();
        assertThat(first.failed(UpstreamFailure.status(429, Duration.ofSeconds(9))))
                .isEqualTo(new Exhausted(null));
        RoutedCall second = open(two, "b", RequestOverrides.NONE);
        second.start();
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(second.failed(UpstreamFailure.status(429, Duration.ofSeconds(20))))
                .isEqualTo(new Exhausted(Duration.ofSeconds(8)));
    }

    @ParameterizedTest
    @EnumSource(Rehearsal.class)
    void rehearsesAFailureWithoutBlamingADeployment(Rehearsal rehearsal) {
        RouterSettings settings = settings(
                NEVER,
                new FallbackSettings(
                        Map.of("a", List.of("b")), List.of(), Map.of("a", List.of("c")), Map.of("a", List.of("d")), 5));
        Router router = router(
                settings,
                Deployments.of("a", "a1"),
                Deployments.of("b", "b1"),
                Deployments.of("c", "c1"),
                Deployments.of("d", "d1"));
        Chosen chosen = (Chosen) open(router, "a", rehearsing(rehearsal)).start();

        assertThat(chosen.group())
                .isEqualTo(
                        switch (rehearsal) {
                            case FAILURE, RATE_LIMIT -> "b";
                            case CONTEXT_WINDOW -> "c";
                            case CONTENT_POLICY -> "d";
                        });
        assertThat(open(router, "b", rehearsing(rehearsal)).start()).isEqualTo(new Rehearsed("b", rehearsal));
        assertThat(router.health())
                .allSatisfy(group -> assertThat(group.cooling()).isZero());
    }

    @Test
    void rehearsesARateLimitWithItsRetries() {
        Router router = router(Settings.defaults(), Deployments.of("a", "a1"));
        Chosen chosen =
                (Chosen) open(router, "a", rehearsing(Rehearsal.RATE_LIMIT)).start();

        assertThat(chosen.retries()).isEqualTo(1);
        assertThat(chosen.delay()).isPositive();
    }

    @Test
    void understandsTheProviderAndModelOfDeployments() {
        Router router = router(
                Settings.defaults(),
                Deployments.named("a", "a1", "gpt-x"),
                Deployments.named("b", "b1", "gpt-x"),
                Deployments.named("openai/*", "w1", "*"));

        assertThat(open(router, "openai/gpt-x", RequestOverrides.NONE).start())
                .isInstanceOfSatisfying(
                        Chosen.class,
                        chosen -> assertThat(chosen.deployment().id()).isIn("a1", "b1"));
        assertThat(router.explain("openai/gpt-x").groups().get(0).candidates()).hasSize(2);
        assertThat(router.explain("openai/gpt-x").resolution()).contains("provider and model");
        assertThat(((Chosen) open(router, "gpt-4.1", RequestOverrides.NONE).start()).upstreamModel())
                .isEqualTo("gpt-4.1");
        assertThat(router.knows("llama")).isFalse();
        assertThat(router.visibleModels()).containsExactly("a", "b", "openai/*");
    }

    @Test
    void refusesAListOfModelsUnlessItIsAName() {
        Router router = router(
                Settings.defaults(), Deployments.of("a", "a1"), Deployments.of("x,y", "x1"), Deployments.of("*", "w1"));

        assertThat(open(router, "a,b", RequestOverrides.NONE).start()).isEqualTo(new SeveralModels("a,b"));
        assertThat(open(router, "x,y", RequestOverrides.NONE).start()).isInstanceOf(Chosen.class);
    }

    @Test
    void explainsRetriesByClassAndEveryKindOfFallback() {
        RouterSettings settings = settings(
                new RetrySettings(
                        2, Duration.ZERO, Map.of(ErrorClass.TIMEOUT, 1), Map.of("a", Map.of(ErrorClass.RATE_LIMIT, 4))),
                new FallbackSettings(Map.of(), List.of("b"), Map.of("a", List.of("c")), Map.of("b", List.of("c")), 5));
        RouteExplanation.Group group = router(settings, Deployments.of("a", "a1"), Deployments.of("b", "b1"))
                .explain("a")
                .groups()
                .get(0);

        assertThat(group.fallbacks()).isEqualTo(new RouteExplanation.Fallbacks(List.of("b"), List.of("c"), List.of()));
        assertThat(group.candidates().get(0).retriesByClass())
                .containsEntry(ErrorClass.TIMEOUT, 1)
                .containsEntry(ErrorClass.RATE_LIMIT, 4)
                .containsEntry(ErrorClass.BAD_REQUEST, 0)
                .containsEntry(ErrorClass.INTERNAL_SERVER, 2);
    }
}
