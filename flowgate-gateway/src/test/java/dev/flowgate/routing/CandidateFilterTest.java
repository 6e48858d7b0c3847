package dev.flowgate.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.litellm.RouterSettings;
import dev.flowgate.litellm.StrategySettings.Strategy;
import dev.flowgate.routing.RouteExplanation.Candidate;
import dev.flowgate.routing.RoutingDecision.ContextWindowExceeded;
import dev.flowgate.routing.RoutingDecision.NoMatchingTags;
import dev.flowgate.routing.RoutingDecision.RateLimited;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CandidateFilterTest {
    private static final RouterSettings CHECKED = Settings.choosing(Strategy.SIMPLE_SHUFFLE, true, false, null);
    private static final RouterSettings TAGGED = Settings.choosing(Strategy.SIMPLE_SHUFFLE, false, true, null);

    private static Set<String> chosen(Calls calls, long inputTokens, String... tags) {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 60; i++) {
            ids.add(Calls.said(calls.open(false, inputTokens, tags).start()));
        }
        return ids;
    }

    @Test
    void orderCountsOnlyAmongThePreCallChecks() {
        Deployment first = Deployments.like("a", "a1").order(1).make();
        Deployment second = Deployments.like("a", "a2").order(2).make();
        Deployment without = Deployments.of("a", "a3");

        assertThat(chosen(new Calls(Settings.defaults(), first, second, without), 1))
                .containsExactlyInAnyOrder("a1", "a2", "a3");
        Calls calls = new Calls(CHECKED, first, second, without);
        assertThat(chosen(calls, 1)).containsExactly("a1");
        calls.cooldowns.failed(first, 3, UpstreamFailure.status(429, null), CHECKED.cooldowns());
        assertThat(chosen(calls, 1)).containsExactly("a2");
        calls.pass(Duration.ofSeconds(6));
        assertThat(chosen(calls, 1)).containsExactly("a1");
    }

    @Test
    void leavesOutDeploymentsThatThePromptIsTooLongFor() {
        Calls calls = new Calls(
                CHECKED,
                Deployments.like("a", "short").longest(100).make(),
                Deployments.like("a", "long").longest(1000).make());

        assertThat(chosen(calls, 100)).containsExactlyInAnyOrder("short", "long");
        assertThat(chosen(calls, 101)).containsExactly("long");
        assertThat(calls.open(false, 1001).start()).isEqualTo(new ContextWindowExceeded("a", 1001, 1000));
    }

    @Test
    void keepsTheRequestsOfAMinuteEvenWhenShuffling() {
        Calls calls = new Calls(CHECKED, Deployments.like("a", "a1").rpm(2).make());

        assertThat(calls.spread(2)).isEqualTo(Map.of("a1", 2));
        assertThat(calls.open().start()).isEqualTo(new RateLimited("a", Duration.ofMinutes(1)));
    }

    @Test
    void twoCallsDecidedAtOnceDoNotExceedTheRequestsOfAMinute() {
        Calls calls = new Calls(
                CHECKED, Deployments.like("a", "a1").rpm(1).parallel(5).make());
        RoutedCall one = calls.open();
        RoutedCall other = calls.open();
        one.start();
        other.start();

        assertThat(Calls.said(one.begin(() -> {}))).isEqualTo("a1");
        assertThat(other.begin(() -> {})).isInstanceOf(RateLimited.class);
    }

    @Test
    void tagsChooseThoseThatShareOne() {
        Calls calls = new Calls(
                TAGGED,
                Deployments.like("a", "paid").tags("paid", "eu").make(),
                Deployments.like("a", "free").tags("free").make(),
                Deployments.like("a", "rest").tags("default").make());

        assertThat(chosen(calls, 1, "eu", "other")).containsExactly("paid");
        assertThat(chosen(calls, 1, "paid", "free")).containsExactlyInAnyOrder("paid", "free");
        assertThat(chosen(calls, 1, "unknown")).containsExactly("rest");
        assertThat(chosen(calls, 1)).containsExactly("rest");
    }

    @Test
    void withoutADefaultTagUntaggedRequestsGoAnywhereAndStrangeTagsNowhere() {
        Calls calls =
                new Calls(TAGGED, Deployments.like("a", "paid").tags("paid").make(), Deployments.of("a", "plain"));

        assertThat(chosen(calls, 1)).containsExactlyInAnyOrder("paid", "plain");
        assertThat(calls.open(false, 1, "free").start()).isEqualTo(new NoMatchingTags("a", List.of("free")));
    }

    @Test
    void tagsMeanNothingUnlessTheyAreFiltered() {
        Calls calls = new Calls(
                Settings.defaults(), Deployments.like("a", "paid").tags("paid").make(), Deployments.of("a", "plain"));

        assertThat(chosen(calls, 1, "free")).containsExactlyInAnyOrder("paid", "plain");
    }

    @Test
    void aDeploymentAskedForByItsIdPassesEveryFilter() {
        Calls calls = new Calls(
                Settings.choosing(Strategy.USAGE_BASED_V2, true, true, null),
                Deployments.like("b", "a").rpm(1).longest(1).tags("paid").make());

        for (int i = 0; i < 3; i++) {
            RoutedCall call = calls.open(false, 500, "free");
            assertThat(Calls.begin(call)).isEqualTo("a");
            call.end();
        }
    }

    @Test
    void explainsWhyADeploymentIsSkipped() {
        Calls calls = new Calls(
                Settings.choosing(Strategy.LEAST_BUSY, true, true, null),
                Deployments.like("a", "second").tags("default").order(2).make(),
                Deployments.like("a", "paid").tags("paid").make(),
                Deployments.like("a", "full")
                        .tags("default")
                        .order(1)
                        .parallel(1)
                        .make(),
                Deployments.like("a", "spent").tags("default").order(1).rpm(1).make(),
                Deployments.like("a", "idle").tags("default").order(1).make());
        for (String id : List.of("full", "spent")) {
            RoutedCall call = calls.router.open(new RouteRequest(
                    id, dev.flowgate.litellm.Protocol.OPENAI, false, List.of(), 1, true, RequestOverrides.NONE));
            assertThat(Calls.begin(call)).isEqualTo(id);
        }

        RouteExplanation.Group group = calls.router.explain("a").groups().get(0);
        assertThat(group.strategy()).isEqualTo("least-busy");
        assertThat(group.sharesVary()).isTrue();
        assertThat(group.candidates())
                .extracting(Candidate::state)
                .containsExactly(
                        "comes after order 1",
                        "serves only requests with a tag of paid",
                        "has as many requests under way as it may",
                        "has had its requests or tokens of this minute",
                        "ready");
        assertThat(group.candidates()).extracting(Candidate::share).containsExactly(0.0, 0.0, 0.0, 0.0, 1.0);
    }
}
