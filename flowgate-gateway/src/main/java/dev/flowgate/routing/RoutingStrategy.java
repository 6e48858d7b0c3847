package dev.flowgate.routing;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How one model group spreads its requests over its deployments. An instance belongs to one group and is called by many
 * threads at once.
 */
public interface RoutingStrategy {
    /**
     * Picks one deployment.
     *
     * @param candidates the group's deployments that can answer now, not empty
     * @param random the source of chance
     * @return one of the candidates
     */
    Deployment choose(List<Deployment> candidates, RandomGenerator random);

    /**
     * Returns the chance of a deployment to be picked.
     *
     * @param deployment one of the candidates
     * @param candidates the deployments that can answer
     * @return 0 to 1
     */
    double share(Deployment deployment, List<Deployment> candidates);
}
