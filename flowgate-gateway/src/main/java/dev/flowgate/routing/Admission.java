package dev.flowgate.routing;

import dev.flowgate.routing.ParallelLimits.Place;
import dev.flowgate.routing.ParallelLimits.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one call holds of the deployment that answers it, and its place in the queue until then. Used by one thread at a
 * time.
 */
final class Admission {
    /** What LiteLLM counts for an attempt that timed out, in seconds. */
    private static final double TIMEOUT_LATENCY = 1000;

    private final Router router;
    private final RouteRequest request;
    private final Loads loads;

    private @Nullable Place place;
    private @Nullable Slot held;
    private @Nullable DeploymentLoad underWay;
    private long begun;
    private long firstPart;
    private boolean answering;
    private boolean waiting;

    Admission(Router router, RouteRequest request) {
        this.router = router;
        this.request = request;
        this.loads = router.loads();
    }

    /**
     * Begins an attempt at the preferred deployment, or at another one if it has no room.
     *
     * @param candidates gives those that may serve the request now
     * @param wake called by any thread when it is time to try again, if the request has to wait
     * @return the deployment whose attempt has begun; null when there is none, for lack of a candidate or of room
     */
    @Nullable Deployment begin(ModelGroup group, Deployment preferred, Supplier<List<Deployment>> candidates, Runnable wake) {
        waiting = false;
        List<Deployment> open = candidates.get();
        Deployment choice = granted(open, preferred);
        while (!open.isEmpty()) {
            List<Deployment> free = held == null && group.rules().limitsParallel() ? loads.free(open) : open;
            if (free.isEmpty()) {
                waiting = isQueued(open, wake);
                if (waiting) {
                    return null;
                }
                continue;
            }
            Deployment next = isAmong(free, choice) ? choice : group.strategy().choose(free, request, router.random());
            if (tryBegin(group, next)) {
                return next;
            }
            open = candidates.get();
        }
        end();
        return null;
    }

    /** Whether the last try to begin ended in the queue. */
    boolean isWaiting() {
        return waiting;
    }

    /** The first part of the answer is here. */
    void answering() {
        answering = true;
        firstPart = loads.tracker().now();
    }

    void succeeded(ModelGroup group, TokenUsage usage) {
        DeploymentLoad load = underWay;
        if (load == null) {
            return;
        }
        load.minute().add(loads.tracker().minute(), usage.totalTokens());
        if (group.rules().times()) {
            long now = loads.tracker().now();
            long until = request.stream() && answering ? firstPart : now;
            double seconds = (double) (until - begun) / TimeUnit.SECONDS.toNanos(1);
            keep(
                    request.stream() ? load.firstParts() : load.answers(),
                    seconds / Math.max(1, usage.completionTokens()));
        }
    }

    void timedOut(ModelGroup group) {
        DeploymentLoad load = underWay;
        if (load != null && group.rules().times()) {
            keep(load.answers(), TIMEOUT_LATENCY);
            keep(load.firstParts(), TIMEOUT_LATENCY);
        }
    }

    /** The attempt is over, if one has begun; the place in the queue is kept for the next. */
    void end() {
        DeploymentLoad load = underWay;
        if (load != null) {
            underWay = null;
            load.underWay().decrementAndGet();
        }
        giveBack();
    }

    /** Gives back everything. May be called at any time, and again. */
    void release() {
        end();
        Place queued = place;
        if (queued != null) {
            place = null;
            loads.limits().leave(queued);
        }
    }

    private void keep(Latencies latencies, double value) {
        latencies.add(
                value,
                loads.tracker().now(),
                Math.max(1, router.settings().strategy().maxLatencyListSize()));
    }

    /** What the queue has given, if it is still wanted; else what was preferred. */
    private Deployment granted(List<Deployment> open, Deployment preferred) {
        Slot granted = place == null ? null : loads.limits().take(place);
        if (granted == null) {
            return preferred;
        }
        for (Deployment candidate : open) {
            if (loads.of(candidate).slot() == granted) {
                held = granted;
                return candidate;
            }
        }
        // It cooled down in the meantime, or has had its requests of the minute.
        loads.limits().release(granted);
        return preferred;
    }

    private boolean isQueued(List<Deployment> open, Runnable wake) {
        Place queued = place;
        if (queued == null) {
            queued = loads.limits().place(wake);
            place = queued;
        }
        List<Slot> slots = new ArrayList<>(open.size());
        for (Deployment candidate : open) {
            slots.add(loads.of(candidate).slot());
        }
        return loads.limits().await(queued, slots);
    }

    private boolean tryBegin(ModelGroup group, Deployment next) {
        DeploymentLoad load = loads.of(next);
        if (group.rules().limitsParallel() && held == null) {
            if (!loads.limits().tryAcquire(load.slot())) {
                return false;
            }
            held = load.slot();
        }
        if (group.rules().measures()) {
            Long rpm = next.rpm();
            long limit = rpm == null || group.isPinned() || !group.rules().keepsRpm(request) ? Long.MAX_VALUE : rpm;
            if (!load.minute().tryCount(loads.tracker().minute(), limit)) {
                giveBack();
                return false;
            }
            load.underWay().incrementAndGet();
            underWay = load;
            answering = false;
            begun = loads.tracker().now();
        }
        return true;
    }

    private void giveBack() {
        Slot slot = held;
        if (slot != null) {
            held = null;
            loads.limits().release(slot);
        }
    }

    private static boolean isAmong(List<Deployment> candidates, Deployment wanted) {
        for (Deployment candidate : candidates) {
            if (candidate.id().equals(wanted.id())) {
                return true;
            }
        }
        return false;
    }
}
