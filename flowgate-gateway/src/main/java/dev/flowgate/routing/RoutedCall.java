package dev.flowgate.routing;

import dev.flowgate.routing.ModelNames.Target;
import dev.flowgate.routing.RoutingDecision.AllCoolingDown;
import dev.flowgate.routing.RoutingDecision.Chosen;
import dev.flowgate.routing.RoutingDecision.Exhausted;
import dev.flowgate.routing.RoutingDecision.NoneUsable;
import dev.flowgate.routing.RoutingDecision.Rehearsed;
import dev.flowgate.routing.RoutingDecision.SeveralModels;
import dev.flowgate.routing.RoutingDecision.UnknownModel;
import dev.flowgate.routing.RoutingDecision.WrongProtocol;
import dev.flowgate.routing.UpstreamFailure.Cause;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way: tell it how each attempt went, and it says what to do next. Not safe for use by several
 * threads at once.
 */
public final class RoutedCall {
    private final Router router;
    private final RouteRequest request;

    private @Nullable Target target;
    private @Nullable Chosen current;
    private int retries;
    private int retriesInGroup;
    private int fallbacks;

    /** Made when the first attempt fails: most requests never need it. */
    private @Nullable Detour detour;

    /** What is remembered once something has failed. */
    private static final class Detour {
        final Deque<String> pending = new ArrayDeque<>();
        final Set<String> visited = new HashSet<>();
        final Set<String> failedInGroup = new HashSet<>();
        final Set<String> condemned = new HashSet<>();
    }

    RoutedCall(Router router, RouteRequest request) {
        this.router = router;
        this.request = request;
    }

    /**
     * Makes the first decision.
     *
     * @return what to do; anything but {@link Chosen} is the end of it
     */
    public RoutingDecision start() {
        Target resolved = router.names().resolve(request.model());
        boolean literal = resolved != null && resolved.captured().isEmpty();
        if (!literal && request.model().indexOf(',') >= 0) {
            return new SeveralModels(request.model());
        }
        if (resolved == null) {
            return new UnknownModel(request.model(), router.visibleModels());
        }
        target = resolved;
        ModelGroup group = resolved.group();
        List<Deployment> candidates = group.candidates(request.protocol());
        if (candidates.isEmpty()) {
            var problem = group.problem(request.protocol());
            return problem.isPresent()
                    ? fallBack(Cause.OTHER, "no deployment is usable", new NoneUsable(group.name(), problem.get()))
                    : new WrongProtocol(group.name(), request.protocol(), group.protocols());
        }
        List<Deployment> healthy = router.healthy(group, candidates);
        if (healthy.isEmpty()) {
            RoutingDecision cooling =
                    new AllCoolingDown(group.name(), router.cooldowns().soonest(candidates));
            return fallBack(Cause.OTHER, "every deployment is cooling down", cooling);
        }
        Rehearsal rehearsal = request.overrides().rehearsal();
        return rehearsal == null ? choose(resolved, healthy, Duration.ZERO) : rehearse(rehearsal, resolved, healthy);
    }

    /** Fails in the place of a first attempt. */
    private RoutingDecision rehearse(Rehearsal rehearsal, Target from, List<Deployment> healthy) {
        UpstreamFailure failure = rehearsal.failure();
        boolean retried = rehearsal == Rehearsal.RATE_LIMIT
                && !from.group().isPinned()
                && router.retries().after(failure, from, healthy.get(0), request.overrides()) > 0;
        if (retried) {
            return again(from, healthy, healthy.size() > 1, failure);
        }
        String why = "the request asked for " + rehearsal.field();
        return fallBack(failure.cause(), why, new Rehearsed(from.group().name(), rehearsal));
    }

    /** Reports that the answer arrived completely. */
    public void succeeded() {
        Chosen chosen = current;
        if (chosen != null) {
            router.cooldowns().succeeded(chosen.deployment().id());
        }
    }

    /**
     * Reports a failure after part of the answer has been handed on: it counts, but nothing more can be tried.
     *
     * @param failure what happened
     */
    public void cutShort(UpstreamFailure failure) {
        Chosen chosen = current;
        Target from = target;
        if (chosen != null && from != null) {
            count(chosen.deployment(), from.group(), failure);
        }
    }

    /**
     * Reports that the last attempt failed before any of its answer was handed on.
     *
     * @param failure what happened
     * @return the next attempt, or {@link Exhausted}
     * @throws IllegalStateException if there was no attempt
     */
    public RoutingDecision failed(UpstreamFailure failure) {
        Chosen chosen = current;
        Target from = target;
        if (chosen == null || from == null) {
            throw new IllegalStateException("There was no attempt that could have failed.");
        }
        String id = chosen.deployment().id();
        Detour way = detour();
        way.failedInGroup.add(id);
        count(chosen.deployment(), from.group(), failure);
        boolean condemned = RetryPolicy.condemnsDeployment(failure);
        if (condemned) {
            way.condemned.add(id);
        }
        String why = "deployment " + id + " " + failure.reason();
        boolean hopeless = router.standIns()
                .areSpecial(failure.cause(), request.overrides().fallbacks());
        int limit = router.retries().after(failure, from, chosen.deployment(), request.overrides());
        if (hopeless || from.group().isPinned() || retriesInGroup >= limit) {
            return fallBack(failure.cause(), why, null);
        }
        List<Deployment> healthy =
                new ArrayList<>(router.healthy(from.group(), from.group().candidates(request.protocol())));
        healthy.removeIf(candidate -> way.condemned.contains(candidate.id()));
        if (healthy.isEmpty()) {
            return fallBack(failure.cause(), why, null);
        }
        List<Deployment> untried = new ArrayList<>(healthy);
        untried.removeIf(candidate -> way.failedInGroup.contains(candidate.id()));
        boolean another = !untried.isEmpty();
        return again(from, another ? untried : healthy, another, failure);
    }

    private RoutingDecision again(Target from, List<Deployment> healthy, boolean another, UpstreamFailure failure) {
        Duration delay = another
                ? Duration.ZERO
                : RetryPolicy.backoff(
                        retriesInGroup, router.settings().retries().retryAfter(), failure, router.random());
        retriesInGroup++;
        retries++;
        return choose(from, healthy, delay);
    }

    private void count(Deployment deployment, ModelGroup group, UpstreamFailure failure) {
        router.cooldowns()
                .failed(
                        deployment,
                        group.members().size(),
                        failure,
                        router.settings().cooldowns())
                .ifPresent(duration -> router.listener().cooledDown(deployment, failure, duration));
    }

    private Chosen choose(Target from, List<Deployment> healthy, Duration delay) {
        Deployment deployment = from.group().strategy().choose(healthy, router.random());
        Chosen chosen = new Chosen(
                deployment,
                from.group().name(),
                from.upstreamModel(deployment),
                router.timeout(deployment, request.stream(), request.overrides()),
                delay,
                retries,
                fallbacks);
        current = chosen;
        return chosen;
    }

    /**
     * Goes on with the next model that can answer; each model is tried once, and its own fallbacks come first.
     *
     * @param otherwise the decision when there is none; null stands for {@link Exhausted}
     */
    private RoutingDecision fallBack(Cause cause, String why, @Nullable RoutingDecision otherwise) {
        Target from = target;
        FallbackOverrides overrides = request.overrides().fallbacks();
        if (from == null || overrides.disabled()) {
            return orExhausted(otherwise);
        }
        Detour way = detour();
        leave(from, cause, way);
        for (String name = way.pending.poll(); name != null; name = way.pending.poll()) {
            Target next = router.names().resolve(name);
            if (next == null || way.visited.contains(next.requested())) {
                continue;
            }
            if (fallbacks >= router.standIns().max(overrides)) {
                break;
            }
            List<Deployment> healthy = router.healthy(next.group(), next.group().candidates(request.protocol()));
            if (healthy.isEmpty()) {
                leave(next, Cause.OTHER, way);
                continue;
            }
            router.listener().fellBack(from.group().name(), next.group().name(), why);
            fallbacks++;
            retriesInGroup = 0;
            way.failedInGroup.clear();
            target = next;
            return choose(next, healthy, Duration.ZERO);
        }
        return orExhausted(otherwise);
    }

    private RoutingDecision orExhausted(@Nullable RoutingDecision otherwise) {
        return otherwise != null ? otherwise : new Exhausted(untilModelIsBack());
    }

    private @Nullable Duration untilModelIsBack() {
        Target asked = router.names().resolve(request.model());
        if (asked == null) {
            return null;
        }
        List<Deployment> candidates = asked.group().candidates(request.protocol());
        return router.healthy(asked.group(), candidates).isEmpty() && !candidates.isEmpty()
                ? router.cooldowns().soonest(candidates)
                : null;
    }

    /** Marks a model as done and puts its fallbacks before those still to be tried. */
    private void leave(Target done, Cause cause, Detour way) {
        way.visited.add(done.requested());
        List<String> next =
                router.standIns().after(done, cause, request.overrides().fallbacks());
        for (int i = next.size() - 1; i >= 0; i--) {
            way.pending.push(next.get(i));
        }
    }

    private Detour detour() {
        Detour made = detour;
        if (made == null) {
            made = new Detour();
            detour = made;
        }
        return made;
    }
}
