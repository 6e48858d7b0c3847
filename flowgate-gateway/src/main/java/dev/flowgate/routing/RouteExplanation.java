package dev.flowgate.routing;

import dev.flowgate.litellm.ErrorClass;
import dev.flowgate.litellm.Protocol;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How a model name would be routed, found without sending anything.
 *
 * @param model the name asked about
 * @param resolution how the name was understood, for a person to read
 * @param groups the group that answers, then those that stand in when upstreams fail, in the order they would be tried;
 *     empty when the name is unknown
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
     * @param fallbacks what stands in for it
     */
    public record Group(
            String name,
            String why,
            String strategy,
            boolean sharesVary,
            List<Candidate> candidates,
            Fallbacks fallbacks) {
        /** Copies the candidates. */
        public Group {
            candidates = List.copyOf(candidates);
        }
    }

    /**
     * The models that stand in for a group, by what they are used for.
     *
     * @param general after any failure but the two below
     * @param contextWindow after a prompt that is too long
     * @param contentPolicy after content that is refused
     */
    public record Fallbacks(List<String> general, List<String> contextWindow, List<String> contentPolicy) {
        /** Copies the lists. */
        public Fallbacks {
            general = List.copyOf(general);
            contextWindow = List.copyOf(contextWindow);
            contentPolicy = List.copyOf(contentPolicy);
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
     * @param numRetries further attempts in this group after a failure that no policy speaks of
     * @param retriesByClass further attempts in this group by the class of the failure, for every class
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
            int numRetries,
            Map<ErrorClass, Integer> retriesByClass) {
        /** Copies the protocols and the retries. */
        public Candidate {
            protocols = List.copyOf(protocols);
            retriesByClass = Collections.unmodifiableMap(new EnumMap<>(retriesByClass));
        }
    }
}
