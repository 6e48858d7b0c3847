package dev.flowgate.gateway;

import dev.flowgate.gateway.DeploymentFactory.Running;
import dev.flowgate.gateway.protocol.RequestBody;
import dev.flowgate.routing.RoutedCall;
import dev.flowgate.routing.RoutingDecision;
import dev.flowgate.routing.RoutingDecision.Chosen;
import dev.flowgate.routing.RoutingDecision.Exhausted;
import dev.flowgate.routing.RoutingDecision.Queued;
import dev.flowgate.routing.TokenUsage;
import dev.flowgate.routing.UpstreamFailure;
import io.vertx.core.MultiMap;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The attempts at answering one request, one after the other, as the router decides. Ends its exchange with an answer, or
 * with why there is none. Lives on the event loop of its exchange.
 */
final class Attempts {
    private final Exchange exchange;
    private final Generation generation;
    private final RoutedCall call;

    /** Null once the request is over: what is still to be sent of its answer must not hold the memory. */
    private @Nullable RequestBody body;

    private @Nullable Attempt underWay;
    private @Nullable Chosen chosen;
    private @Nullable Running running;
    private @Nullable Answer lastFailure;
    private @Nullable Queueing queueing;
    private @Nullable UsageTap usage;
    private long delayTimer = -1;

    Attempts(Exchange exchange, Generation generation, RequestBody body, RoutedCall call) {
        this.exchange = exchange;
        this.generation = generation;
        this.body = body;
        this.call = call;
    }

    Exchange exchange() {
        return exchange;
    }

    /** The attempt whose answer is awaited or handed on; null when there is none. */
    @Nullable Attempt underWay() {
        return underWay;
    }

    void start() {
        follow(call.start());
    }

    private void follow(RoutingDecision decision) {
        if (decision instanceof Chosen next) {
            if (next.delay().isZero()) {
                begin();
            } else {
                delayTimer = exchange.loop()
                        .context()
                        .owner()
                        .setTimer(next.delay().toMillis() + 1, fired -> {
                            delayTimer = -1;
                            exchange.guarded(this::begin);
                        });
            }
        } else if (lastFailure != null) {
            exchange.answer(lastFailure, RoutingErrors.retryAfter(decision));
        } else if (decision instanceof Exhausted) {
            throw new IllegalStateException("Exhausted without a failure.");
        } else {
            exchange.decline(decision);
        }
    }

    private void begin() {
        RequestBody content = body;
        if (content == null) {
            return;
        }
        RoutingDecision begun = call.begin(this::wake);
        if (begun instanceof Queued queued) {
            if (queueing == null) {
                queueing = Queueing.enter(this, queued.limit());
            }
            return;
        }
        leaveQueue();
        if (begun instanceof Chosen next) {
            tryOut(next, content);
        } else {
            follow(begun);
        }
    }

    /** Called by any thread: there is room at last. */
    private void wake() {
        exchange.loop().context().runOnContext(woken -> {
            // It may have left the queue in the meantime.
            if (queueing != null) {
                exchange.guarded(this::begin);
            }
        });
    }

    /** There was no room in time. */
    void waitedTooLong(Duration waited) {
        queueing = null;
        exchange.guarded(() -> follow(call.waited(waited)));
    }

    private void leaveQueue() {
        Queueing waiting = queueing;
        if (waiting != null) {
            queueing = null;
            waiting.leave();
        }
    }

    private void tryOut(Chosen next, RequestBody content) {
        Running target = generation.running(next.deployment());
        chosen = next;
        running = target;
        Upstream upstream = target.upstream();
        String mock = content.mockResponse().orElse(target.mockResponse());
        if (mock != null) {
            MockAttempt.run(this, next, content, mock);
        } else if (upstream != null) {
            Attempt opened = new Attempt(this, next, upstream);
            underWay = opened;
            opened.start(content);
        } else {
            throw new IllegalStateException("Deployment " + next.deployment().id() + " was chosen but is unusable.");
        }
    }

    boolean readsUsage() {
        return call.readsUsage();
    }

    /** Reads the size of the answer that now begins; null when it does not matter, as is usual. */
    @Nullable UsageTap tapUsage() {
        usage = call.readsUsage() ? new UsageTap(call) : null;
        return usage;
    }

    /** An attempt failed before anything was sent to the client. */
    void failed(UpstreamFailure failure, Answer answer) {
        underWay = null;
        if (body != null) {
            lastFailure = answer;
            exchange.guarded(() -> follow(call.failed(failure)));
        }
    }

    /** An answer broke off after part of it was sent. */
    void cutShort(UpstreamFailure failure) {
        call.cutShort(failure);
        exchange.finish();
    }

    /** The whole answer was sent. */
    void succeeded() {
        call.succeeded(usage == null ? TokenUsage.UNKNOWN : usage.read());
        exchange.finish();
    }

    /** Gives back what the request holds of the router; the attempt under way is the caller's to break off. */
    void end() {
        body = null;
        underWay = null;
        leaveQueue();
        if (delayTimer >= 0) {
            exchange.loop().context().owner().cancelTimer(delayTimer);
            delayTimer = -1;
        }
        call.end();
    }

    /** Names the deployment that was tried last, if there was one. */
    void describe(MultiMap answer) {
        if (running != null && chosen != null) {
            OwnHeaders.deployment(answer, running.labels(), chosen);
        }
    }
}
