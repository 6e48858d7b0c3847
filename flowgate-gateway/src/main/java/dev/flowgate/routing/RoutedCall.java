package dev.flowgate.routing;

import dev.flowgate.routing.ModelNames.Target;
import dev.flowgate.routing.RoutingDecision.AllBusy;
import dev.flowgate.routing.RoutingDecision.AllCoolingDown;
import dev.flowgate.routing.RoutingDecision.Chosen;
import dev.flowgate.routing.RoutingDecision.Exhausted;
import dev.flowgate.routing.RoutingDecision.NoneUsable;
import dev.flowgate.routing.RoutingDecision.Queued;
import dev.flowgate.routing.RoutingDecision.UnknownModel;
import dev.flowgate.routing.RoutingDecision.WrongProtocol;
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

    /** Made when a group is met that counts or limits its attempts. */
    private @Nullable Admission admission;

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
        if (resolved == null) {
            return new UnknownModel(request.model(), router.visibleModels());
        }
        target = resolved;
        ModelGroup group = resolved.group();
        List<Deployment> candidates = group.candidates(request.protocol());
        if (candidates.isEmpty()) {
            var problem = group.problem(request.protocol());
            return problem.isPresent()
                    ? fallBack("no deployment is usable", new NoneUsable(group.name(), problem.get()))
                    : new WrongProtocol(group.name(), request.protocol(), group.protocols());
        }
        List<Deployment> open = router.candidates(group, request);
        return open.isEmpty() ? refused(resolved) : choose(resolved, open, Duration.ZERO);
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
            Deployment begun =
                    admission().begin(from.group(), chosen.deployment(), () -> preferred(candidates(from)), wake);
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
        return fallBack("every deployment is busy", new AllBusy(from.group().name(), waited));
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
        boolean hopeless = !condemned && !RetryPolicy.isRetryable(failure);
        int limit = router.numRetries(chosen.deployment(), request.overrides());
        if (hopeless || from.group().isPinned() || retriesInGroup >= limit) {
            return fallBack(why, new Exhausted());
        }
        List<Deployment> open = candidates(from);
        if (open.isEmpty()) {
            return fallBack(why, new Exhausted());
        }
        List<Deployment> preferred = preferred(open);
        boolean another = !way.failedInGroup.contains(preferred.get(0).id());
        Duration delay = another
                ? Duration.ZERO
                : RetryPolicy.backoff(
                        retriesInGroup, router.settings().retries().retryAfter(), failure, router.random());
        retriesInGroup++;
        retries++;
        return choose(from, preferred, delay);
    }

    /** Those that may serve the request, without those that turned out unable to. */
    private List<Deployment> candidates(Target from) {
        List<Deployment> open = router.candidates(from.group(), request);
        Detour way = detour;
        return way == null ? open : without(way.condemned, open);
    }

    /** Those that have not failed for this request, as long as there are any. */
    private List<Deployment> preferred(List<Deployment> open) {
        Detour way = detour;
        List<Deployment> untried = way == null ? open : without(way.failedInGroup, open);
        return untried.isEmpty() ? open : untried;
    }

    private static List<Deployment> without(Set<String> ids, List<Deployment> candidates) {
        List<Deployment> rest = new ArrayList<>(candidates);
        rest.removeIf(candidate -> ids.contains(candidate.id()));
        return rest;
    }

    /** The group has deployments, and none of them may serve the request now. */
    private RoutingDecision refused(Target from) {
        ModelGroup group = from.group();
        List<Deployment> candidates = group.candidates(request.protocol());
        List<Deployment> healthy = router.healthy(group, candidates);
        if (healthy.isEmpty()) {
            return fallBack("every deployment is cooling down", new AllCoolingDown(group.name(), soonest(candidates)));
        }
        return fallBack(
                "no deployment may serve this request now", router.filter().refusal(group, request, healthy));
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
        router.cooldowns()
                .failed(
                        deployment,
                        group.members().size(),
                        failure,
                        router.settings().cooldowns())
                .ifPresent(duration -> router.listener().cooledDown(deployment, failure, duration));
        if (admission != null) {
            // Only now: whoever waits for the deployment must see that it cools down.
            admission.end();
        }
    }

    private Chosen choose(Target from, List<Deployment> healthy, Duration delay) {
        ModelGroup group = from.group();
        Deployment deployment = group.strategy().choose(router.roomy(group, healthy), request, router.random());
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

    /** Goes on with the next model that can answer; each model is tried once, and its own fallbacks come first. */
    private RoutingDecision fallBack(String why, RoutingDecision otherwise) {
        Target from = target;
        if (from == null || request.overrides().disableFallbacks()) {
            return otherwise;
        }
        Detour way = detour();
        leave(from, way);
        for (String name = way.pending.poll(); name != null; name = way.pending.poll()) {
            Target next = router.names().resolve(name);
            if (next == null || way.visited.contains(next.requested())) {
                continue;
            }
            if (fallbacks >= router.settings().fallbacks().max()) {
                return otherwise;
            }
            List<Deployment> open = router.candidates(next.group(), request);
            if (open.isEmpty()) {
                leave(next, way);
                continue;
            }
            router.listener().fellBack(from.group().name(), next.group().name(), why);
            fallbacks++;
            retriesInGroup = 0;
            way.failedInGroup.clear();
            target = next;
            return choose(next, open, Duration.ZERO);
        }
        return otherwise;
    }

    /** Marks a model as done and puts its fallbacks before those still to be tried. */
    private void leave(Target done, Detour way) {
        way.visited.add(done.requested());
        List<String> requested = request.overrides().fallbacks();
        List<String> next = requested != null ? requested : router.fallbacks(done);
        for (int i = next.size() - 1; i >= 0; i--) {
            way.pending.push(next.get(i));
        }
    }

    private Duration soonest(List<Deployment> candidates) {
        Duration least = router.cooldowns().remaining(candidates.get(0).id());
        for (Deployment candidate : candidates) {
            Duration remaining = router.cooldowns().remaining(candidate.id());
            least = remaining.compareTo(least) < 0 ? remaining : least;
        }
        return least;
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
