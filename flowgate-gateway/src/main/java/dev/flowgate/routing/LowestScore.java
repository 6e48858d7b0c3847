package dev.flowgate.routing;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The deployment with the lowest score, at random among equals: LiteLLM's {@code least-busy}, {@code
 * latency-based-routing}, {@code usage-based-routing} and {@code cost-based-routing}, which differ in the score. Unlike
 * LiteLLM, only deployments that can answer are compared, and equals share the requests, the first of them not taking
 * them all.
 */
final class LowestScore implements RoutingStrategy {
    private final Score score;
    private final double buffer;

    /** What a deployment is judged by. */
    @FunctionalInterface
    interface Score {
        /** Returns a number from 0, the lower the better. */
        double of(Deployment deployment, boolean stream);
    }

    /**
     * Creates the strategy of a group.
     *
     * @param score what deployments are judged by; it may change at any time
     * @param buffer how much higher than the lowest a score may be to be as good, as a share of the lowest
     */
    LowestScore(Score score, double buffer) {
        this.score = score;
        this.buffer = buffer;
    }

    @Override
    public Deployment choose(List<Deployment> candidates, RouteRequest request, RandomGenerator random) {
        int count = candidates.size();
        if (count == 1) {
            return candidates.get(0);
        }
        double limit = limit(candidates, request.stream());
        // Scores may have risen since: then nobody is within the limit, and any candidate was as good a moment ago.
        Deployment chosen = candidates.get(random.nextInt(count));
        int equals = 0;
        for (int i = 0; i < count; i++) {
            Deployment candidate = candidates.get(i);
            if (score.of(candidate, request.stream()) <= limit) {
                equals++;
                if (equals == 1 || random.nextInt(equals) == 0) {
                    chosen = candidate;
                }
            }
        }
        return chosen;
    }

    @Override
    public double share(Deployment deployment, List<Deployment> candidates) {
        double limit = limit(candidates, false);
        long equals = candidates.stream()
                .filter(candidate -> score.of(candidate, false) <= limit)
                .count();
        return score.of(deployment, false) <= limit ? 1.0 / Math.max(1, equals) : 0;
    }

    private double limit(List<Deployment> candidates, boolean stream) {
        double lowest = Double.MAX_VALUE;
        for (int i = 0; i < candidates.size(); i++) {
            lowest = Math.min(lowest, score.of(candidates.get(i), stream));
        }
        return lowest * (1 + buffer);
    }
}
