package dev.flowgate.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How many requests each deployment has under way and may have, and who waits for a place. Nobody blocks: a request that
 * finds no place is woken when it has been given one. The first to come is the first to be served. Safe for use by many
 * threads; one lock guards all slots, because a request may wait for several of them.
 */
final class ParallelLimits {
    /** No limit. */
    static final int NONE = Integer.MAX_VALUE;

    private static final long TOKENS_A_MINUTE_FOR_ONE = 6000;

    private long places;

    /** The places of one deployment. While it has a free one, nobody waits for it. */
    static final class Slot {
        private final TreeMap<Long, Place> waiting = new TreeMap<>();
        private int limit = NONE;
        private int held;
    }

    /** A request's place in the queue. It keeps it when it has to queue again. */
    static final class Place {
        private final long number;
        private final Runnable wake;
        private List<Slot> wanted = List.of();
        private @Nullable Slot granted;

        private Place(long number, Runnable wake) {
            this.number = number;
            this.wake = wake;
        }
    }

    /** The limit of a deployment, by the rules of LiteLLM; {@link #NONE} when nothing limits it. */
    static int of(Deployment deployment, @Nullable Integer defaultLimit) {
        Integer own = deployment.maxParallelRequests();
        Long rpm = deployment.rpm();
        Long tpm = deployment.tpm();
        long limit = own != null
                ? own
                : rpm != null
                        ? rpm
                        : tpm != null ? tpm / TOKENS_A_MINUTE_FOR_ONE : defaultLimit != null ? defaultLimit : NONE;
        return (int) Math.max(1, Math.min(limit, NONE));
    }

    /** Sets a limit. Requests that it lets through are woken; those beyond it go on to their end. */
    void limit(Slot slot, int limit) {
        List<Place> woken = new ArrayList<>();
        synchronized (this) {
            slot.limit = limit;
            for (Place next = serve(slot); next != null; next = serve(slot)) {
                woken.add(next);
            }
        }
        woken.forEach(place -> place.wake.run());
    }

    synchronized boolean isFree(Slot slot) {
        return slot.held < slot.limit;
    }

    synchronized int held(Slot slot) {
        return slot.held;
    }

    synchronized boolean tryAcquire(Slot slot) {
        if (slot.held >= slot.limit) {
            return false;
        }
        slot.held++;
        return true;
    }

    /** Opens a place at the end of the queue. */
    synchronized Place place(Runnable wake) {
        return new Place(places++, wake);
    }

    /** Waits for the first of several slots, unless one has become free: then nothing is done and false is returned. */
    synchronized boolean await(Place place, List<Slot> slots) {
        for (Slot slot : slots) {
            if (slot.held < slot.limit) {
                return false;
            }
        }
        place.wanted = slots;
        for (Slot slot : slots) {
            slot.waiting.put(place.number, place);
        }
        return true;
    }

    /** Takes what a place has been given, and leaves the queue; the caller holds it from now on. */
    synchronized @Nullable Slot take(Place place) {
        withdraw(place);
        Slot granted = place.granted;
        place.granted = null;
        return granted;
    }

    /** Leaves the queue, and gives back what it has been given in the meantime. */
    void leave(Place place) {
        Slot unused;
        synchronized (this) {
            unused = take(place);
        }
        if (unused != null) {
            release(unused);
        }
    }

    /** Gives a place back. It goes to the first who waits for it, on the thread of the caller. */
    void release(Slot slot) {
        Place next;
        synchronized (this) {
            slot.held--;
            next = serve(slot);
        }
        if (next != null) {
            next.wake.run();
        }
    }

    private @Nullable Place serve(Slot slot) {
        if (slot.held >= slot.limit || slot.waiting.isEmpty()) {
            return null;
        }
        Place first = slot.waiting.firstEntry().getValue();
        withdraw(first);
        first.granted = slot;
        slot.held++;
        return first;
    }

    private static void withdraw(Place place) {
        for (Slot slot : place.wanted) {
            slot.waiting.remove(place.number);
        }
        place.wanted = List.of();
    }
}
