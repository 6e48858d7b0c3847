package dev.flowgate.routing;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * LiteLLM's {@code simple-shuffle}: a weighted random choice. The first of weight, rpm and tpm that any deployment of
 * the group defines is the key; a deployment without it weighs 1. Weight 0 is never picked, unless every candidate
 * weighs 0: then all are equal.
 */
final class SimpleShuffle implements RoutingStrategy {
    private enum Key {
        WEIGHT,
        RPM,
        TPM;

        @Nullable Number of(Deployment deployment) {
            return switch (this) {
                case WEIGHT -> deployment.weight();
                case RPM -> deployment.rpm();
                case TPM -> deployment.tpm();
            };
        }
    }

    private final @Nullable Key key;

    /**
     * Creates the strategy of a group.
     *
     * @param members all deployments of the group
     */
    SimpleShuffle(List<Deployment> members) {
        this.key = firstDefined(members);
    }

    private static @Nullable Key firstDefined(List<Deployment> members) {
        for (Key candidate : Key.values()) {
            if (members.stream().anyMatch(member -> candidate.of(member) != null)) {
                return candidate;
            }
        }
        return null;
    }

    @Override
    public Deployment choose(List<Deployment> candidates, RouteRequest request, RandomGenerator random) {
        int count = candidates.size();
        if (count == 1) {
            return candidates.get(0);
        }
        double total = key == null ? 0 : total(candidates);
        if (total == 0) {
            return candidates.get(random.nextInt(count));
        }
        double point = random.nextDouble() * total;
        Deployment last = candidates.get(0);
        for (int i = 0; i < count; i++) {
            Deployment candidate = candidates.get(i);
            double weight = weight(candidate);
            if (weight > 0) {
                last = candidate;
                point -= weight;
                if (point < 0) {
                    return candidate;
                }
            }
        }
        // Rounding can leave a rest of the last weight.
        return last;
    }

    @Override
    public double share(Deployment deployment, List<Deployment> candidates) {
        double total = total(candidates);
        return total == 0 ? 1.0 / candidates.size() : weight(deployment) / total;
    }

    private double total(List<Deployment> candidates) {
        double sum = 0;
        for (int i = 0; i < candidates.size(); i++) {
            sum += weight(candidates.get(i));
        }
        return sum;
    }

    private double weight(Deployment deployment) {
        Number configured = key == null ? null : key.of(deployment);
        return configured == null ? 1 : Math.max(0, configured.doubleValue());
    }
}
