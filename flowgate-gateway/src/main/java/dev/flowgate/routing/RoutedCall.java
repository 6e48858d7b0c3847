package dev.flowgate.routing;

import dev.flowgate.routing.ModelNames.Target;
import dev.flowgate.routing.RoutingDecision.AllBusy;
import dev.flowgate.routing.RoutingDecision.AllCoolingDown;
import dev.flowgate.routing.RoutingDecision.Chosen;
import dev.flowgate.routing.RoutingDecision.ContextWindowExceeded;
import dev.flowgate.routing.RoutingDecision.Exhausted;
import dev.flowgate.routing.RoutingDecision.NoneUsable;
import dev.flowgate.routing.RoutingDecision.Queued;
import dev.flowgate.routing.RoutingDecision.Rehearsed;
import dev.flowgate.routing.RoutingDecision.SeveralModels;
import dev.flowgate.routing.RoutingDecision.UnknownModel;
import dev.flowgate.routing.RoutingDecision.WrongProtocol;
import dev.flowgate.routing.UpstreamFailure.Cause;
import java.time.Duration;
import java.util.List;
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

    /** Made when a group is met that counts or limits its attempts. */
    private @Nullable Admission admission;

    /** Made when the first attempt fails: most requests never need it. */
    private @Nullable Detour detour;

    RoutedCall(Router router, RouteRequest request) {
        this.router = router;
        this.request = request;
    }

    /**
     * Makes the first decision.
     *
     * @return what to do: with {@link Chosen} {@link #begin} comes next; anything else is the end of it
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
        if (group.candidates(request.protocol()).isEmpty()) {
            return unable(group);
        }
        List<Deployment> open = router.candidates(group, request);
        if (open.isEmpty()) {
            return refused(resolved);
        }
        Rehearsal rehearsal = request.overrides().rehearsal();
        return rehearsal == null ? choose(resolved, open, Duration.ZERO) : rehearse(rehearsal, resolved, open);
    }

    /** None of the group's deployments could ever serve the request. */
    private RoutingDecision unable(ModelGroup group) {
        String problem = group.problem(request.protocol()).orElse(null);
        return problem != null
                ? fallBack(Cause.OTHER, "no deployment is usable", new NoneUsable(group.name(), problem))
                : fallBack(
                        Cause.OTHER,
                        "no deployment speaks " + request.protocol().label() + "'s protocol",
                        new WrongProtocol(group.name(), request.protocol(), group.protocols()));
    }

    /** Fails in the place of a first attempt. */
    private RoutingDecision rehearse(Rehearsal rehearsal, Target from, List<Deployment> open) {
        UpstreamFailure failure = rehearsal.failure();
        boolean retried = rehearsal == Rehearsal.RATE_LIMIT
                && !from.group().isPinned()
                && router.retries().after(failure, from, open.get(0), request.overrides()) > 0;
        if (retried) {
            return again(from, open, open.size() > 1, failure);
        }
        String why = "the request asked for " + rehearsal.field();
        return fallBack(failure.cause(), why, new Rehearsed(from.group().name(), rehearsal));
    }

    /**
     * Begins the attempt that was decided on, now that its delay is over. The deployment may be another one, if the one
     * chosen before has no room any more.
     *
     * @param wake called once, by any thread and perhaps before this returns, when {@link #begin} is to be called again;
     *     only if the answer is {@link Queued}
     * @return {@link Chosen} with the deployment to send the request to at once; {@link Queued} when it has to wait; else
     *     the end of it
     * @throws IllegalStateException if nothing was decided on
     */
    public RoutingDecision begin(Runnable wake) {
        for (; ; ) {
            Chosen chosen = current;
            Target from = target;
            if (chosen == null || from == null) {
                throw new IllegalStateException("There is no attempt to begin.");
            }
            if (!from.group().rules().watches()) {
                return chosen;
            }
            Deployment begun = admission().begin(from.group(), chosen.deployment(), () -> preferred(from), wake);
            if (begun != null) {
                return begun.id().equals(chosen.deployment().id())
                        ? chosen
                        : choose(from, List.of(begun), Duration.ZERO);
            }
            if (admission().isWaiting()) {
                return new Queued(from.group().name(), chosen.timeout());
            }
            RoutingDecision next = refused(from);
            if (!(next instanceof Chosen)) {
                return next;
            }
        }
    }

    /**
     * Gives up waiting in the queue.
     *
     * @param waited for how long
     * @return an attempt at a group that stands in, or {@link AllBusy}
     * @throws IllegalStateException if nothing was decided on
     */
    public RoutingDecision waited(Duration waited) {
        Target from = target;
        if (from == null) {
            throw new IllegalStateException("There is no attempt to wait for.");
        }
        end();
        return fallBack(
                Cause.OTHER,
                "every deployment is busy",
                new AllBusy(from.group().name(), waited));
    }

    /**
     * Tells whether the size of the answer matters, and the time when it begins.
     *
     * @return whether {@link #answering} is to be called, and {@link #succeeded} with the real usage
     */
    public boolean readsUsage() {
        Target from = target;
        return from != null && from.group().rules().readsUsage();
    }

    /** Reports that the first part of the answer arrived. */
    public void answering() {
        if (admission != null) {
            admission.answering();
        }
    }

    /**
     * Reports that the answer arrived completely.
     *
     * @param usage what the answer says of its size
     */
    public void succeeded(TokenUsage usage) {
        Chosen chosen = current;
        Target from = target;
        if (chosen != null && from != null) {
            router.cooldowns().succeeded(chosen.deployment().id());
            if (admission != null) {
                admission.succeeded(from.group(), usage);
                admission.end();
            }
        }
    }

    /** Reports that the call is over, whatever has become of it. May be called again. */
    public void end() {
        if (admission != null) {
            admission.release();
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
     * @return the next attempt, for {@link #begin}; or {@link Exhausted}
     * @throws IllegalStateException if there was no attempt
     */
    public RoutingDecision failed(UpstreamFailure failure) {
        Chosen chosen = current;
        Target from = target;
        if (chosen == null || from == null) {
            throw new IllegalStateException("There was no attempt that could have failed.");
        }
        Deployment deployment = chosen.deployment();
        Detour way = detour();
        way.failed(deployment, RetryPolicy.condemnsDeployment(failure));
        count(deployment, from.group(), failure);
        String why = "deployment " + deployment.id() + " " + failure.reason();
        boolean hopeless = router.standIns()
                .areSpecial(failure.cause(), request.overrides().fallbacks());
        int limit = router.retries().after(failure, from, deployment, request.overrides());
        List<Deployment> open =
                hopeless || from.group().isPinned() || retriesInGroup >= limit ? List.of() : candidates(from);
        if (open.isEmpty()) {
            return fallBack(failure.cause(), why, null);
        }
        List<Deployment> preferred = way.preferred(open);
        return again(from, preferred, !way.hasFailed(preferred.get(0)), failure);
    }

    private RoutingDecision again(Target from, List<Deployment> open, boolean another, UpstreamFailure failure) {
        Duration delay = another
                ? Duration.ZERO
                : RetryPolicy.backoff(
                        retriesInGroup, router.settings().retries().retryAfter(), failure, router.random());
        retriesInGroup++;
        retries++;
        return choose(from, open, delay);
    }

    /** Those that may serve the request, without those that turned out unable to. */
    private List<Deployment> candidates(Target from) {
        List<Deployment> open = router.candidates(from.group(), request);
        return detour == null ? open : detour.able(open);
    }

    private List<Deployment> preferred(Target from) {
        List<Deployment> open = candidates(from);
        return detour == null ? open : detour.preferred(open);
    }

    /** The group has deployments, and none of them may serve the request now. */
    private RoutingDecision refused(Target from) {
        ModelGroup group = from.group();
        List<Deployment> candidates = group.candidates(request.protocol());
        List<Deployment> healthy = router.healthy(group, candidates);
        if (healthy.isEmpty()) {
            RoutingDecision cooling =
                    new AllCoolingDown(group.name(), router.cooldowns().soonest(candidates));
            return fallBack(Cause.OTHER, "every deployment is cooling down", cooling);
        }
        RoutingDecision refusal = router.filter().refusal(group, request, healthy);
        Cause cause = refusal instanceof ContextWindowExceeded ? Cause.CONTEXT_WINDOW : Cause.OTHER;
        return fallBack(cause, "no deployment may serve this request now", refusal);
    }

    private Admission admission() {
        Admission made = admission;
        if (made == null) {
            made = new Admission(router, request);
            admission = made;
        }
        return made;
    }

    private void count(Deployment deployment, ModelGroup group, UpstreamFailure failure) {
        if (admission != null && failure.kind() == UpstreamFailure.Kind.TIMEOUT) {
            admission.timedOut(group);
        }
        // A sibling that speaks another protocol could not stand in for this one.
        int siblings = group.candidates(request.protocol()).size();
        router.cooldowns()
                .failed(deployment, siblings, failure, router.settings().cooldowns())
                .ifPresent(duration -> router.listener().cooledDown(deployment, failure, duration));
        if (admission != null) {
            // Only now: whoever waits for the deployment must see that it cools down.
            admission.end();
        }
    }

    private Chosen choose(Target from, List<Deployment> open, Duration delay) {
        ModelGroup group = from.group();
        Deployment deployment = group.strategy().choose(router.roomy(group, open), request, router.random());
        Chosen chosen = new Chosen(
                deployment,
                group.name(),
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
        way.leave(from, router.standIns().after(from, cause, overrides));
        for (Target next = way.next(router.names()); next != null; next = way.next(router.names())) {
            if (fallbacks >= router.standIns().max(overrides)) {
                break;
            }
            List<Deployment> open = router.candidates(next.group(), request);
            if (open.isEmpty()) {
                way.leave(next, router.standIns().after(next, Cause.OTHER, overrides));
                continue;
            }
            router.listener().fellBack(from.group().name(), next.group().name(), why);
            fallbacks++;
            retriesInGroup = 0;
            way.enterGroup();
            target = next;
            return choose(next, open, Duration.ZERO);
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

    private Detour detour() {
        Detour made = detour;
        if (made == null) {
            made = new Detour();
            detour = made;
        }
        return made;
    }
}
