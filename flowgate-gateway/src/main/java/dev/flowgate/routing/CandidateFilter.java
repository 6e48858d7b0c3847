package dev.flowgate.routing;

import dev.flowgate.litellm.RouterSettings;
import dev.flowgate.routing.RoutingDecision.ContextWindowExceeded;
import dev.flowgate.routing.RoutingDecision.NoMatchingTags;
import dev.flowgate.routing.RoutingDecision.RateLimited;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/**
 * Which of the deployments that are healthy may serve a request: by the length of its prompt, the limits of the minute,
 * its tags and their order. Safe for use by many threads.
 */
final class CandidateFilter {
    private static final String DEFAULT_TAG = "default";

    private final boolean preCallChecks;
    private final boolean tagFiltering;
    private final Loads loads;

    CandidateFilter(RouterSettings settings, Loads loads) {
        this.preCallChecks = settings.enablePreCallChecks();
        this.tagFiltering = settings.enableTagFiltering();
        this.loads = loads;
    }

    /** Returns those that may serve it; the same list when all may, so that the usual case copies nothing. */
    List<Deployment> apply(ModelGroup group, RouteRequest request, List<Deployment> healthy) {
        boolean rated = group.rules().keepsRpm(request);
        if (!preCallChecks && !tagFiltering && !rated) {
            return healthy;
        }
        return first(tagged(withinRates(group, request, fitting(request, healthy)), request));
    }

    /** Why none of them may serve it. */
    RoutingDecision refusal(ModelGroup group, RouteRequest request, List<Deployment> healthy) {
        List<Deployment> fitting = fitting(request, healthy);
        if (fitting.isEmpty()) {
            long longest = 0;
            for (Deployment candidate : healthy) {
                Long own = candidate.maxInputTokens();
                longest = Math.max(longest, own == null ? 0 : own);
            }
            return new ContextWindowExceeded(group.name(), request.inputTokens(), longest);
        }
        return tagged(fitting, request).isEmpty()
                ? new NoMatchingTags(group.name(), request.tags())
                : new RateLimited(group.name(), loads.tracker().untilNextMinute());
    }

    boolean fits(Deployment candidate, RouteRequest request) {
        Long longest = candidate.maxInputTokens();
        return !preCallChecks || !request.isPrompted() || longest == null || request.inputTokens() <= longest;
    }

    boolean isWithinRates(ModelGroup group, Deployment candidate, RouteRequest request) {
        long minute = loads.tracker().minute();
        MinuteUsage usage = loads.of(candidate).minute();
        Long rpm = candidate.rpm();
        Long tpm = candidate.tpm();
        boolean tokensLeft =
                !group.rules().keepsRates() || tpm == null || usage.tokens(minute) + request.inputTokens() <= tpm;
        boolean requestsLeft = !group.rules().keepsRpm(request) || rpm == null || usage.requests(minute) < rpm;
        return tokensLeft && requestsLeft;
    }

    /** Those that share a tag; else, and for a request without tags, the default ones. */
    List<Deployment> tagged(List<Deployment> candidates, RouteRequest request) {
        if (!tagFiltering) {
            return candidates;
        }
        List<Deployment> sharing = request.tags().isEmpty()
                ? List.of()
                : keep(candidates, candidate -> !Collections.disjoint(candidate.tags(), request.tags()));
        if (!sharing.isEmpty()) {
            return sharing;
        }
        List<Deployment> general =
                keep(candidates, candidate -> candidate.tags().contains(DEFAULT_TAG));
        return general.isEmpty() && request.tags().isEmpty() ? candidates : general;
    }

    /** Those of the lowest order; those without an order only when none has one. */
    List<Deployment> first(List<Deployment> candidates) {
        if (!preCallChecks) {
            return candidates;
        }
        Integer lowest = null;
        for (Deployment candidate : candidates) {
            Integer order = candidate.order();
            if (order != null && (lowest == null || order < lowest)) {
                lowest = order;
            }
        }
        Integer wanted = lowest;
        return wanted == null ? candidates : keep(candidates, candidate -> wanted.equals(candidate.order()));
    }

    private List<Deployment> fitting(RouteRequest request, List<Deployment> candidates) {
        return preCallChecks ? keep(candidates, candidate -> fits(candidate, request)) : candidates;
    }

    private List<Deployment> withinRates(ModelGroup group, RouteRequest request, List<Deployment> candidates) {
        return group.rules().keepsRpm(request)
                ? keep(candidates, candidate -> isWithinRates(group, candidate, request))
                : candidates;
    }

    private static List<Deployment> keep(List<Deployment> candidates, Predicate<Deployment> rule) {
        List<Deployment> kept = new ArrayList<>(candidates.size());
        for (Deployment candidate : candidates) {
            if (rule.test(candidate)) {
                kept.add(candidate);
            }
        }
        return kept.size() == candidates.size() ? candidates : kept;
    }
}
