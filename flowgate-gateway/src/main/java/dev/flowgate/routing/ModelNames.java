package dev.flowgate.routing;

import dev.flowgate.litellm.RouterSettings.Alias;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a model name in a request refers to. Immutable. */
final class ModelNames {
    private final Map<String, ModelGroup> groups = new LinkedHashMap<>();
    private final Map<String, ModelGroup> ids = new HashMap<>();
    private final Map<String, ModelGroup> upstreams = new HashMap<>();
    private final Map<String, Alias> aliases;
    private final List<PatternGroup> patterns = new ArrayList<>();
    private final List<String> visible;

    private record PatternGroup(WildcardPattern pattern, ModelGroup group) {}

    /**
     * What a name refers to.
     *
     * @param asked the name as it was asked for
     * @param requested the name after an alias has been replaced
     * @param group the group
     * @param captured what the stars of the group's pattern stand for; empty when it is no pattern
     */
    record Target(String asked, String requested, ModelGroup group, List<String> captured) {
        String upstreamModel(Deployment deployment) {
            return captured.isEmpty()
                    ? deployment.upstreamModel()
                    : WildcardPattern.fill(deployment.upstreamModel(), captured, requested);
        }

        /** By which settings may know it; a pattern's group serves many models, and each may have its own. */
        List<String> names() {
            return List.of(asked, requested, group.name());
        }
    }

    ModelNames(
            List<Deployment> deployments,
            Map<String, Alias> aliases,
            Function<List<Deployment>, RoutingStrategy> strategies,
            Function<List<Deployment>, GroupRules> rules) {
        this.aliases = aliases;
        Map<String, List<Deployment>> byName = new LinkedHashMap<>();
        Map<String, List<Deployment>> byUpstream = new LinkedHashMap<>();
        for (Deployment deployment : deployments) {
            byName.computeIfAbsent(deployment.modelName(), name -> new ArrayList<>())
                    .add(deployment);
            if (deployment.upstreamModel().indexOf('*') < 0) {
                byUpstream
                        .computeIfAbsent(
                                deployment.provider() + "/" + deployment.upstreamModel(), name -> new ArrayList<>())
                        .add(deployment);
            }
        }
        byName.forEach((name, members) -> {
            ModelGroup group = ModelGroup.of(name, members, strategies.apply(members), rules.apply(members));
            groups.put(name, group);
            members.forEach(member -> ids.put(member.id(), ModelGroup.pinned(member, group)));
        });
        byUpstream.forEach((name, members) ->
                upstreams.put(name, ModelGroup.of(name, members, strategies.apply(members), rules.apply(members))));
        groups.values().stream()
                .filter(group -> group.name().indexOf('*') >= 0)
                .sorted(Comparator.comparingInt(
                                (ModelGroup group) -> group.name().length())
                        .reversed())
                .forEach(group -> patterns.add(new PatternGroup(new WildcardPattern(group.name()), group)));
        this.visible = visible(aliases, byName.keySet());
    }

    private static List<String> visible(Map<String, Alias> aliases, Set<String> groupNames) {
        Set<String> names = new LinkedHashSet<>();
        aliases.forEach((name, alias) -> {
            if (!alias.hidden()) {
                names.add(name);
            }
        });
        names.addAll(groupNames);
        return List.copyOf(names);
    }

    /** The names to show to callers: aliases that are not hidden, then groups in the order of the configuration. */
    List<String> visible() {
        return visible;
    }

    List<ModelGroup> groups() {
        return List.copyOf(groups.values());
    }

    /**
     * An exact name comes before an id, an id before an alias, an alias before the provider and model of deployments,
     * and those before a pattern; aliases do not chain.
     */
    @Nullable Target resolve(String name) {
        ModelGroup exact = exact(name);
        if (exact != null) {
            return new Target(name, name, exact, List.of());
        }
        Alias alias = aliases.get(name);
        if (alias == null) {
            ModelGroup upstream = upstreams.get(name);
            return upstream != null ? new Target(name, name, upstream, List.of()) : matching(name, name);
        }
        ModelGroup group = exact(alias.modelGroup());
        return group != null
                ? new Target(name, alias.modelGroup(), group, List.of())
                : matching(name, alias.modelGroup());
    }

    private @Nullable ModelGroup exact(String name) {
        ModelGroup group = groups.get(name);
        return group != null ? group : ids.get(name);
    }

    private @Nullable Target matching(String asked, String name) {
        Target found = matching(asked, name, name);
        if (found != null || patterns.isEmpty()) {
            return found;
        }
        return ProviderOfModel.of(name)
                .map(provider -> matching(asked, name, provider + "/" + name))
                .orElse(null);
    }

    private @Nullable Target matching(String asked, String name, String text) {
        for (PatternGroup candidate : patterns) {
            var captured = candidate.pattern().match(text);
            if (captured.isPresent()) {
                return new Target(asked, name, candidate.group(), captured.get());
            }
        }
        return null;
    }
}
