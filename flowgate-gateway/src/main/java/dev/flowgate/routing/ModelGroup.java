package dev.flowgate.routing;

import dev.flowgate.litellm.Protocol;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The deployments that share a model name, with the strategy that chooses among them. Immutable. */
final class ModelGroup {
    private final String name;
    private final List<Deployment> members;
    private final Map<Protocol, List<Deployment>> candidates = new EnumMap<>(Protocol.class);
    private final RoutingStrategy strategy;
    private final GroupRules rules;
    private final boolean pinned;

    private ModelGroup(
            String name, List<Deployment> members, RoutingStrategy strategy, GroupRules rules, boolean pinned) {
        this.name = name;
        this.members = List.copyOf(members);
        this.strategy = strategy;
        this.rules = rules;
        this.pinned = pinned;
        for (Protocol protocol : Protocol.values()) {
            List<Deployment> speaking = new ArrayList<>();
            for (Deployment member : members) {
                if (member.problem() == null && member.protocols().contains(protocol)) {
                    speaking.add(member);
                }
            }
            candidates.put(protocol, List.copyOf(speaking));
        }
    }

    /** The group of a {@code model_name}. */
    static ModelGroup of(String name, List<Deployment> members, RoutingStrategy strategy, GroupRules rules) {
        return new ModelGroup(name, members, strategy, rules, false);
    }

    /** The group of one deployment that is asked for by its id: as in LiteLLM it is used as it is, cooling or not. */
    static ModelGroup pinned(Deployment deployment, ModelGroup group) {
        return new ModelGroup(deployment.id(), List.of(deployment), group.strategy, group.rules, true);
    }

    String name() {
        return name;
    }

    List<Deployment> members() {
        return members;
    }

    RoutingStrategy strategy() {
        return strategy;
    }

    GroupRules rules() {
        return rules;
    }

    boolean isPinned() {
        return pinned;
    }

    /** The deployments that are usable and speak a protocol, cooling or not. */
    List<Deployment> candidates(Protocol protocol) {
        return candidates.getOrDefault(protocol, List.of());
    }

    Set<Protocol> protocols() {
        Set<Protocol> spoken = EnumSet.noneOf(Protocol.class);
        members.forEach(member -> spoken.addAll(member.protocols()));
        return spoken;
    }

    /** Why a deployment that would speak the protocol cannot be used, if that is the case for one. */
    Optional<String> problem(Protocol protocol) {
        for (Deployment member : members) {
            String problem = member.problem();
            if (problem != null && member.protocols().contains(protocol)) {
                return Optional.of(problem);
            }
        }
        return Optional.empty();
    }
}
