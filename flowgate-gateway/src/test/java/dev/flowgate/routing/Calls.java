package dev.flowgate.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.litellm.Protocol;
import dev.flowgate.litellm.RouterSettings;
import dev.flowgate.routing.RoutingDecision.Chosen;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** A router with a clock and chance of the test's own, and calls to its group {@code a}. */
final class Calls {
    final AtomicLong now = new AtomicLong();
    final CooldownTracker cooldowns = new CooldownTracker(now::get);
    final LoadTracker loads = new LoadTracker(now::get);
    Router router;

    Calls(RouterSettings settings, Deployment... deployments) {
        router = router(settings, deployments);
    }

    /** Puts another configuration in force, as a reload does. */
    void reload(RouterSettings settings, Deployment... deployments) {
        router = router(settings, deployments);
        loads.retain(List.of(deployments).stream().map(Deployment::id).toList());
    }

    private Router router(RouterSettings settings, Deployment... deployments) {
        return new Router(
                List.of(deployments), settings, cooldowns, loads, new SplittableRandom(7), RoutingListener.NONE);
    }

    void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    RoutedCall open() {
        return open(false, 1);
    }

    RoutedCall open(boolean stream, long inputTokens, String... tags) {
        return router.open(new RouteRequest(
                "a", Protocol.OPENAI, stream, List.of(tags), inputTokens, true, RequestOverrides.NONE));
    }

    /** Starts and begins; returns the id of the deployment, or the refusal. */
    static String begin(RoutedCall call) {
        RoutingDecision decision = call.start();
        return said(decision instanceof Chosen ? call.begin(() -> {}) : decision);
    }

    static String said(RoutingDecision decision) {
        return decision instanceof Chosen chosen ? chosen.deployment().id() : decision.toString();
    }

    /** A whole call that takes some time and reports some tokens; returns the id of the deployment. */
    String serve(boolean stream, Duration time, long completionTokens, long totalTokens) {
        RoutedCall call = open(stream, 1);
        String id = begin(call);
        pass(time);
        call.answering();
        call.succeeded(new TokenUsage(completionTokens, totalTokens));
        call.end();
        return id;
    }

    /** Where a number of calls go that end at once. */
    Map<String, Integer> spread(int number) {
        Map<String, Integer> counts = new TreeMap<>();
        for (int i = 0; i < number; i++) {
            counts.merge(serve(false, Duration.ZERO, 0, 0), 1, Integer::sum);
        }
        assertThat(counts.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(number);
        return counts;
    }
}
