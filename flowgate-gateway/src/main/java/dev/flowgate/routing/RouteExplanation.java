package dev.flowgate.routing;

import dev.flowgate.litellm.Protocol;
import java.time.Duration;
import java.util.List;

/**
 * How a model name would be routed, found without sending anything.
 *
 * @param model the name asked about
 * @param resolution how the name was understood, for a person to read
 * @param groups the group that answers, then those that stand in, in the order they would be tried; empty when the name
 *     is unknown
 * @param knownModels the names that callers may use
 */
public record RouteExplanation(String model, String resolution, List<Group> groups, List<String> knownModels) {
    /** Copies the lists. */
    public RouteExplanation {
        groups = List.copyOf(groups);
        knownModels = List.copyOf(knownModels);
    }

    /**
     * One model group on the way.
     *
     * @param name the group's name
     * @param why why it is tried at this place
     * @param strategy how one of its deployments is chosen: the name in configurations
     * @param sharesVary whether the shares depend on load, and are those of now
     * @param candidates its deployments in the order of the configuration
     */
    public record Group(String name, String why, String strategy, boolean sharesVary, List<Candidate> candidates) {
        /** Copies the candidates. */
        public Group {
            candidates = List.copyOf(candidates);
        }
    }

    /**
     * One deployment of a group.
     *
     * @param id the deployment's id
     * @param provider the provider's name
     * @param upstreamModel the model name that would be sent
     * @param protocols the protocols it can be spoken to in
     * @param share the chance to be picked for a first attempt without tags, 0 to 1, among those that speak the same
     *     protocol; 0 when it would be skipped
     * @param state {@code ready}, or why it would be skipped
     * @param timeout limit of a request that is not streamed
     * @param streamTimeout limit until the first chunk of a stream
     * @param numRetries further attempts in this group when it fails
     */
    public record Candidate(
            String id,
            String provider,
            String upstreamModel,
            List<Protocol> protocols,
            double share,
            String state,
            Duration timeout,
            Duration streamTimeout,
            int numRetries) {
        /** Copies the protocols. */
        public Candidate {
            protocols = List.copyOf(protocols);
        }
    }
}
