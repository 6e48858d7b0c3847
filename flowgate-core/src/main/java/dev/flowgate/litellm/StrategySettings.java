package dev.flowgate.litellm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a deployment is chosen within a model group: {@code routing_strategy} and {@code routing_strategy_args}.
 *
 * @param strategy {@code routing_strategy}; default simple-shuffle
 * @param latencyTtl {@code ttl}: how long a measured latency counts; default one hour
 * @param lowestLatencyBuffer {@code lowest_latency_buffer}: deployments this much slower than the fastest are as good,
 *     as a share of its latency; default 0
 * @param maxLatencyListSize {@code max_latency_list_size}: how many of the latest latencies count; default 10
 */
public record StrategySettings(
        Strategy strategy, Duration latencyTtl, double lowestLatencyBuffer, int maxLatencyListSize) {
    private static final int DEFAULT_LATENCIES = 10;

    /** Simple-shuffle. */
    public static final StrategySettings DEFAULT =
            new StrategySettings(Strategy.SIMPLE_SHUFFLE, Duration.ofHours(1), 0, DEFAULT_LATENCIES);

    /** The names of LiteLLM 1.75.8. */
    public enum Strategy {
        /** A random choice by weight. */
        SIMPLE_SHUFFLE("simple-shuffle"),
        /** The fewest requests under way. */
        LEAST_BUSY("least-busy"),
        /** The shortest time for a token of late. */
        LATENCY_BASED("latency-based-routing"),
        /** The fewest tokens of this minute; LiteLLM's first version. */
        USAGE_BASED("usage-based-routing"),
        /** The fewest tokens of this minute, within the limits of requests and tokens. */
        USAGE_BASED_V2("usage-based-routing-v2"),
        /** The lowest price of a token. */
        COST_BASED("cost-based-routing");

        private final String id;

        Strategy(String id) {
            this.id = id;
        }

        /**
         * Returns the name in configurations.
         *
         * @return such as {@code least-busy}
         */
        public String id() {
            return id;
        }

        /**
         * Finds a strategy.
         *
         * @param id the name in configurations
         * @return the strategy; empty when there is none of that name
         */
        public static Optional<Strategy> named(String id) {
            for (Strategy strategy : values()) {
                if (strategy.id.equals(id)) {
                    return Optional.of(strategy);
                }
            }
            return Optional.empty();
        }

        /**
         * Returns every strategy's name.
         *
         * @return the names, in the order of this table
         */
        public static List<String> ids() {
            List<String> ids = new ArrayList<>();
            for (Strategy strategy : values()) {
                ids.add(strategy.id);
            }
            return List.copyOf(ids);
        }
    }
}
