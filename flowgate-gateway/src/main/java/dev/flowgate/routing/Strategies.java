package dev.flowgate.routing;

import dev.flowgate.litellm.StrategySettings;
import java.util.List;

/** Makes the strategy that a configuration names: one for each group. */
final class Strategies {
    /** LiteLLM's price of a model it knows none of, in dollars for a token. */
    private static final double UNKNOWN_COST = 5.0;

    private Strategies() {}

    static RoutingStrategy of(StrategySettings settings, List<Deployment> members, Loads loads) {
        return switch (settings.strategy()) {
            case SIMPLE_SHUFFLE -> new SimpleShuffle(members);
            case LEAST_BUSY ->
                new LowestScore(
                        (deployment, stream) -> loads.of(deployment).underWay().get(), 0);
            case LATENCY_BASED -> byLatency(settings, loads);
            case USAGE_BASED, USAGE_BASED_V2 ->
                new LowestScore(
                        (deployment, stream) -> loads.of(deployment)
                                .minute()
                                .tokens(loads.tracker().minute()),
                        0);
            case COST_BASED -> new LowestScore((deployment, stream) -> cost(deployment), 0);
        };
    }

    private static RoutingStrategy byLatency(StrategySettings settings, Loads loads) {
        long ttl = settings.latencyTtl().toNanos();
        return new LowestScore(
                (deployment, stream) -> {
                    DeploymentLoad load = loads.of(deployment);
                    return (stream ? load.firstParts() : load.answers())
                            .mean(loads.tracker().now(), ttl);
                },
                settings.lowestLatencyBuffer());
    }

    private static double cost(Deployment deployment) {
        Double input = deployment.inputCostPerToken();
        Double output = deployment.outputCostPerToken();
        return (input == null ? UNKNOWN_COST : input) + (output == null ? UNKNOWN_COST : output);
    }
}
