package dev.flowgate.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flowgate.litellm.RouterSettings;
import dev.flowgate.litellm.StrategySettings;
import dev.flowgate.litellm.StrategySettings.Strategy;
import dev.flowgate.routing.RoutingDecision.RateLimited;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StrategiesTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static RouterSettings by(Strategy strategy) {
        return Settings.choosing(strategy, false, false, null);
    }

    private static RouterSettings byLatency(double buffer, int most) {
        return Settings.choosing(
                new StrategySettings(Strategy.LATENCY_BASED, Duration.ofMinutes(10), buffer, most), false, false, null);
    }

    private static Deployment plain(String id) {
        return Deployments.of("a", id);
    }

    private static Set<String> chosen(Calls calls, int times) {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < times; i++) {
            ids.add(Calls.said(calls.open().start()));
        }
        return ids;
    }

    @Test
    void shufflesByWeight() {
        Calls calls = new Calls(
                by(Strategy.SIMPLE_SHUFFLE),
                Deployments.weighted("a", "a1", 9.0),
                Deployments.weighted("a", "a2", 1.0));

        assertThat(calls.spread(10_000).get("a1")).isCloseTo(9000, within(150));
    }

    @Test
    void aMissingWeightCountsAsOneWhicheverDeploymentLacksIt() {
        Calls first = new Calls(
                by(Strategy.SIMPLE_SHUFFLE),
                Deployments.weighted("a", "a1", 3.0),
                Deployments.weighted("a", "a2", null));
        Calls second = new Calls(
                by(Strategy.SIMPLE_SHUFFLE),
                Deployments.weighted("a", "a1", null),
                Deployments.weighted("a", "a2", 3.0));

        assertThat(first.spread(4000).get("a1")).isCloseTo(3000, within(120));
        assertThat(second.spread(4000).get("a2")).isCloseTo(3000, within(120));
    }

    @Test
    void rpmIsAShareAndNoLimitOfSimpleShuffle() {
        Calls calls = new Calls(
                by(Strategy.SIMPLE_SHUFFLE),
                Deployments.like("a", "a1").rpm(3).make(),
                Deployments.like("a", "a2").rpm(1).make());

        assertThat(calls.spread(4000).get("a1")).isCloseTo(3000, within(120));
    }

    @ParameterizedTest
    @EnumSource
    void everyStrategySparesADeploymentThatCools(Strategy strategy) {
        Calls calls = new Calls(by(strategy), plain("a1"), plain("a2"));
        calls.cooldowns.failed(
                plain("a1"), 2, UpstreamFailure.status(429, null), by(strategy).cooldowns());

        assertThat(calls.spread(20)).containsOnlyKeys("a2");
    }

    @ParameterizedTest
    @EnumSource
    void everyStrategySharesAmongEqualsAtFirst(Strategy strategy) {
        Calls calls = new Calls(by(strategy), plain("a1"), plain("a2"), plain("a3"));

        assertThat(chosen(calls, 60)).containsExactlyInAnyOrder("a1", "a2", "a3");
        assertThat(calls.router.explain("a").groups().get(0).candidates())
                .allSatisfy(candidate -> assertThat(candidate.share()).isCloseTo(1.0 / 3, within(1e-9)));
    }

    @Test
    void leastBusyEvensOutWhatIsUnderWay() {
        Calls calls = new Calls(by(Strategy.LEAST_BUSY), plain("a1"), plain("a2"), plain("a3"));
        List<RoutedCall> open = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            RoutedCall call = calls.open();
            ids.add(Calls.begin(call));
            open.add(call);
        }

        for (String id : List.of("a1", "a2", "a3")) {
            assertThat(ids).filteredOn(id::equals).hasSize(3);
        }
        open.get(4).end();
        assertThat(chosen(calls, 20)).containsExactly(ids.get(4));
    }

    @Test
    void leastBusyCountsEachAttemptOnceHoweverItEnds() {
        Calls calls = new Calls(by(Strategy.LEAST_BUSY), plain("a1"));
        RoutedCall failed = calls.open();
        Calls.begin(failed);
        failed.failed(UpstreamFailure.status(500, null));
        failed.end();
        RoutedCall cut = calls.open();
        Calls.begin(cut);
        cut.cutShort(UpstreamFailure.of(UpstreamFailure.Kind.RESET));
        cut.end();
        RoutedCall left = calls.open();
        Calls.begin(left);
        left.end();
        left.end();

        assertThat(calls.loads.load("a1").underWay()).hasValue(0);
    }

    @Test
    void latencyTriesTheUnusedFirstAndThenTheFastest() {
        Calls calls = new Calls(byLatency(0, 10), plain("a1"), plain("a2"));
        String slow = calls.serve(false, SECOND.multipliedBy(20), 10, 20);
        String fast = calls.serve(false, SECOND, 10, 20);

        assertThat(fast).isNotEqualTo(slow);
        assertThat(chosen(calls, 20)).containsExactly(fast);
    }

    @Test
    void latencyIsSecondsForEachToken() {
        Calls calls = new Calls(byLatency(0, 10), plain("a1"), plain("a2"));
        String longAnswer = calls.serve(false, SECOND.multipliedBy(10), 1000, 1000);
        calls.serve(false, SECOND, 10, 10);

        assertThat(chosen(calls, 20)).containsExactly(longAnswer);
    }

    @Test
    void latencyWithinTheBufferIsAsGood() {
        Calls calls = new Calls(byLatency(0.5, 10), plain("a1"), plain("a2"), plain("a3"));
        String best = calls.serve(false, Duration.ofSeconds(10), 10, 10);
        String near = calls.serve(false, Duration.ofSeconds(15), 10, 10);
        calls.serve(false, Duration.ofSeconds(16), 10, 10);

        assertThat(chosen(calls, 60)).containsExactlyInAnyOrder(best, near);
    }

    @Test
    void latencyOfStreamsIsTheTimeToTheFirstPartAndKeptApart() {
        Calls calls = new Calls(byLatency(0, 10), plain("a1"), plain("a2"));
        String slowToBegin = calls.serve(true, SECOND.multipliedBy(5), 10, 10);
        String quickToBegin = calls.serve(true, SECOND, 10, 10);

        assertThat(Calls.said(calls.open(true, 1).start())).isEqualTo(quickToBegin);
        assertThat(chosen(calls, 60)).containsExactlyInAnyOrder(slowToBegin, quickToBegin);
    }

    @Test
    void latencyForgetsTheOldestAndTheOutdated() {
        Latencies latencies = new Latencies();
        latencies.add(100, 0, 2);
        latencies.add(2, 1, 2);
        latencies.add(4, 2, 2);

        assertThat(latencies.mean(2, 10)).isEqualTo(3);
        assertThat(latencies.mean(11, 10)).isEqualTo(4);
        assertThat(latencies.mean(12, 10)).isZero();
    }

    @Test
    void latencyOfATimeoutIsAThousandSeconds() {
        Calls calls = new Calls(byLatency(0, 10), plain("a1"), plain("a2"));
        RoutedCall call = calls.open();
        String timedOut = Calls.begin(call);
        call.failed(UpstreamFailure.of(UpstreamFailure.Kind.TIMEOUT));
        call.end();
        calls.serve(false, SECOND.multipliedBy(500), 1, 1);

        assertThat(chosen(calls, 20)).doesNotContain(timedOut);
    }

    @ParameterizedTest
    @EnumSource(names = {"USAGE_BASED", "USAGE_BASED_V2"})
    void usageChoosesTheFewestTokensOfTheMinute(Strategy strategy) {
        Calls calls = new Calls(by(strategy), plain("a1"), plain("a2"));
        String first = calls.serve(false, Duration.ZERO, 10, 500);
        String second = calls.serve(false, Duration.ZERO, 10, 300);

        assertThat(second).isNotEqualTo(first);
        assertThat(chosen(calls, 20)).containsExactly(second);
        calls.pass(Duration.ofMinutes(1));
        assertThat(chosen(calls, 60)).containsExactlyInAnyOrder(first, second);
    }

    @ParameterizedTest
    @EnumSource(names = {"USAGE_BASED", "USAGE_BASED_V2", "LATENCY_BASED", "COST_BASED"})
    void servesExactlyTheRequestsOfAMinute(Strategy strategy) {
        Calls calls = new Calls(
                by(strategy),
                Deployments.like("a", "a1").rpm(3).parallel(9).make(),
                Deployments.like("a", "a2").rpm(2).parallel(9).make());
        calls.pass(Duration.ofSeconds(45));

        assertThat(calls.spread(5)).isEqualTo(Map.of("a1", 3, "a2", 2));
        assertThat(calls.open().start()).isEqualTo(new RateLimited("a", Duration.ofSeconds(15)));
        calls.pass(Duration.ofSeconds(15));
        assertThat(calls.spread(5)).isEqualTo(Map.of("a1", 3, "a2", 2));
    }

    @Test
    void tokensAreALimitThatThePromptCountsFor() {
        Calls calls = new Calls(
                by(Strategy.USAGE_BASED_V2),
                Deployments.like("a", "a1").tpm(100).make());
        calls.serve(false, Duration.ZERO, 10, 60);

        assertThat(Calls.said(calls.open(false, 40).start())).isEqualTo("a1");
        assertThat(calls.open(false, 41).start()).isInstanceOf(RateLimited.class);
    }

    @Test
    void costChoosesTheCheapestAndTakesTheUnknownForDear() {
        Calls calls = new Calls(
                by(Strategy.COST_BASED),
                plain("unknown"),
                Deployments.like("a", "dear").cost(0.002).make(),
                Deployments.like("a", "cheap").cost(0.001).make(),
                Deployments.like("a", "cheaper").cost(0.0005).rpm(1).make());

        assertThat(calls.spread(3)).isEqualTo(Map.of("cheaper", 1, "cheap", 2));
        assertThat(calls.router.explain("a").groups().get(0).candidates())
                .filteredOn(candidate -> candidate.share() > 0)
                .singleElement()
                .satisfies(candidate -> assertThat(candidate.id()).isEqualTo("cheap"));
    }

    @Test
    void whatWasCountedOutlivesAReload() {
        Deployment limited = Deployments.like("a", "a1").rpm(2).make();
        Calls calls = new Calls(by(Strategy.USAGE_BASED_V2), limited);
        calls.spread(2);
        calls.reload(by(Strategy.USAGE_BASED_V2), limited);

        assertThat(calls.open().start()).isInstanceOf(RateLimited.class);
    }
}
