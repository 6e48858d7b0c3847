package dev.flowgate.gateway;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;

/** What all event loops of a gateway share. */
final class Engine {
    private final GatewayLimits limits;
    private final EventQueue events;
    private final ClientChannels clients;
    private final Clock clock;
    private final BodyBudget bodies = BodyBudget.ofHeap();
    private final AtomicInteger running = new AtomicInteger();

    private volatile Generation generation;
    private volatile boolean draining;

    Engine(GatewayLimits limits, Generation first, EventQueue events, ClientChannels clients, Clock clock) {
        this.clients = clients;
        this.limits = limits;
        this.generation = first;
        this.events = events;
        this.clock = clock;
    }

    GatewayLimits limits() {
        return limits;
    }

    EventQueue events() {
        return events;
    }

    ClientChannels clients() {
        return clients;
    }

    BodyBudget bodies() {
        return bodies;
    }

    /** The time of day, for dates in headers. */
    Clock clock() {
        return clock;
    }

    /** The configuration that a request beginning now is routed by. */
    Generation current() {
        return generation;
    }

    void use(Generation next) {
        generation = next;
    }

    /** Marks the gateway as closing. */
    void drain() {
        draining = true;
    }

    boolean isDraining() {
        return draining;
    }

    void began() {
        running.incrementAndGet();
    }

    void ended() {
        running.decrementAndGet();
    }

    /** Requests under way. */
    int running() {
        return running.get();
    }
}
