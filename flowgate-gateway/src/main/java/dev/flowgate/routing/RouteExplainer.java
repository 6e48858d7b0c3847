package dev.flowgate.routing;

import dev.flowgate.litellm.ErrorClass;
import dev.flowgate.litellm.Protocol;
import dev.flowgate.litellm.StrategySettings.Strategy;
import dev.flowgate.routing.ModelNames.Target;
import dev.flowgate.routing.UpstreamFailure.Cause;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Walks the way that {@link RoutedCall} would go if every attempt failed by no fault of the request, by the same rules;
 * and says of each group where a request would go that is refused.
 */
final class RouteExplainer {
    private static final String READY = "ready";

    private final Router router;

    private record Step(String name, String why) {}

    RouteExplainer(Router router) {
        this.router = router;
    }

    RouteExplanation explain(String model) {
        Target first = router.names().resolve(model);
        if (first == null) {
            return new RouteExplanation(
                    model, "no model group, alias, pattern or id has this name", List.of(), router.visibleModels());
        }
        List<RouteExplanation.Group> groups = new ArrayList<>();
        Set<String> visited = new LinkedHashSet<>();
        Deque<Step> pending = new ArrayDeque<>(List.of(new Step(model, "asked for")));
        for (Step step = pending.poll(); step != null; step = pending.poll()) {
            Target target = router.names().resolve(step.name());
            boolean exceeded = visited.size() > router.standIns().max(FallbackOverrides.NONE);
            if (target == null || exceeded || !visited.add(target.requested())) {
                continue;
            }
            groups.add(group(target, step.why()));
            List<String> next = standIns(target, Cause.OTHER);
            for (int i = next.size() - 1; i >= 0; i--) {
                pending.push(new Step(next.get(i), "fallback of " + step.name()));
            }
        }
        return new RouteExplanation(model, resolution(model, first), groups, router.visibleModels());
    }

    private String resolution(String model, Target target) {
        ModelGroup group = target.group();
        if (!target.captured().isEmpty()) {
            return "matches the pattern " + group.name();
        }
        if (group.isPinned()) {
            return "the deployment with this id";
        }
        if (!group.name().equals(model)) {
            return "an alias of " + group.name();
        }
        return router.names().groups().contains(group)
                ? "the model group of this name"
                : "the deployments of this provider and model";
    }

    private List<String> standIns(Target target, Cause cause) {
        return router.standIns().after(target, cause, FallbackOverrides.NONE);
    }

    private RouteExplanation.Group group(Target target, String why) {
        List<RouteExplanation.Candidate> candidates = new ArrayList<>();
        for (Deployment member : target.group().members()) {
            candidates.add(candidate(target, member));
        }
        RouteExplanation.Fallbacks fallbacks = new RouteExplanation.Fallbacks(
                standIns(target, Cause.OTHER),
                standIns(target, Cause.CONTEXT_WINDOW),
                standIns(target, Cause.CONTENT_POLICY));
        Strategy strategy = router.settings().strategy().strategy();
        return new RouteExplanation.Group(
                target.group().name(),
                why,
                strategy.id(),
                target.group().rules().watches(),
                candidates,
                fallbacks);
    }

    private RouteExplanation.Candidate candidate(Target target, Deployment member) {
        ModelGroup group = target.group();
        List<Protocol> protocols = member.protocols().stream().sorted().toList();
        RouteRequest request =
                new RouteRequest(target.asked(), protocols.get(0), false, List.of(), 0, true, RequestOverrides.NONE);
        List<Deployment> rivals = router.roomy(group, router.candidates(group, request));
        return new RouteExplanation.Candidate(
                member.id(),
                member.provider(),
                target.upstreamModel(member),
                protocols,
                rivals.contains(member) ? group.strategy().share(member, rivals) : 0,
                state(group, member, request),
                router.timeout(member, false, RequestOverrides.NONE),
                router.timeout(member, true, RequestOverrides.NONE),
                group.isPinned() ? 0 : router.retries().usual(member),
                retriesByClass(target, member));
    }

    private Map<ErrorClass, Integer> retriesByClass(Target target, Deployment member) {
        Map<ErrorClass, Integer> retries = new EnumMap<>(ErrorClass.class);
        for (ErrorClass errorClass : ErrorClass.values()) {
            retries.put(
                    errorClass, target.group().isPinned() ? 0 : router.retries().of(errorClass, target, member));
        }
        return retries;
    }

    private String state(ModelGroup group, Deployment member, RouteRequest request) {
        String problem = member.problem();
        if (problem != null) {
            return problem;
        }
        if (group.isPinned()) {
            return READY;
        }
        if (router.cooldowns().isCooling(member.id())) {
            return "cooling down for "
                    + router.cooldowns().remaining(member.id()).toMillis() + " ms";
        }
        return filtered(group, member, request);
    }

    /** By the same steps as {@link CandidateFilter#apply}. */
    private String filtered(ModelGroup group, Deployment member, RouteRequest request) {
        CandidateFilter filter = router.filter();
        if (!filter.isWithinRates(group, member, request)) {
            return "has had its requests or tokens of this minute";
        }
        List<Deployment> rated = new ArrayList<>(router.healthy(group, group.candidates(request.protocol())));
        rated.removeIf(rival -> !filter.isWithinRates(group, rival, request));
        List<Deployment> tagged = filter.tagged(rated, request);
        if (!tagged.contains(member)) {
            return member.tags().isEmpty()
                    ? "requests without a tag go to deployments with the tag default"
                    : "serves only requests with a tag of " + String.join(", ", member.tags());
        }
        List<Deployment> first = filter.first(tagged);
        if (!first.contains(member)) {
            return "comes after order " + first.get(0).order();
        }
        return router.roomy(group, first).contains(member) ? READY : "has as many requests under way as it may";
    }
}
