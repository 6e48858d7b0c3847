package dev.flowgate.routing;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How one model group spreads its requests over its deployments. An instance belongs to one group and is called by many
 * threads at once. What it learns of attempts it reads from the {@link DeploymentLoad} of each deployment.
 */
interface RoutingStrategy {
    /**
     * Picks one deployment.
     *
     * @param candidates the group's deployments that can answer now, not empty
     * @param request what is asked for
     * @param random the source of chance
     * @return one of the candidates
     */
    Deployment choose(List<Deployment> candidates, RouteRequest request, RandomGenerator random);

    /**
     * Returns the chance of a deployment to be picked now, for a request that is not streamed.
     *
     * @param deployment one of the candidates
     * @param candidates the deployments that can answer
     * @return 0 to 1
     */
    double share(Deployment deployment, List<Deployment> candidates);
}
