package dev.flowgate.gateway;

import java.time.Duration;

/** The wait of a request for a deployment with room. Lives on the event loop of its exchange, and never blocks it. */
final class Queueing extends Deadlines.Deadline {
    private final Attempts attempts;
    private final Duration limit;

    private Queueing(Attempts attempts, Duration limit) {
        this.attempts = attempts;
        this.limit = limit;
    }

    static Queueing enter(Attempts attempts, Duration limit) {
        Queueing queueing = new Queueing(attempts, limit);
        attempts.exchange().loop().deadlines().set(queueing, limit.toNanos());
        return queueing;
    }

    void leave() {
        attempts.exchange().loop().deadlines().lift(this);
    }

    @Override
    void expired() {
        attempts.waitedTooLong(limit);
    }
}
