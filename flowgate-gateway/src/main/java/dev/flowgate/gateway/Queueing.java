package dev.flowgate.gateway;

import java.time.Duration;

/** The wait of a request for a deployment with room. Lives on the event loop of its exchange, and never blocks it. */
final class Queueing extends Deadlines.Deadline {
    private final Exchange exchange;
    private final Duration limit;

    private Queueing(Exchange exchange, Duration limit) {
        this.exchange = exchange;
        this.limit = limit;
    }

    static Queueing enter(Exchange exchange, Duration limit) {
        Queueing queueing = new Queueing(exchange, limit);
        exchange.loop().deadlines().set(queueing, limit.toNanos());
        return queueing;
    }

    void leave() {
        exchange.loop().deadlines().lift(this);
    }

    @Override
    void expired() {
        exchange.waitedTooLong(limit);
    }
}
