package dev.flowgate.gateway;

import dev.flowgate.gateway.DeploymentFactory.Running;
import dev.flowgate.gateway.protocol.Endpoint;
import dev.flowgate.gateway.protocol.ErrorBody;
import dev.flowgate.gateway.protocol.InvalidRequestException;
import dev.flowgate.gateway.protocol.RequestBody;
import dev.flowgate.litellm.Protocol;
import dev.flowgate.routing.RoutedCall;
import dev.flowgate.routing.RoutingDecision;
import dev.flowgate.routing.RoutingDecision.Chosen;
import dev.flowgate.routing.RoutingDecision.Exhausted;
import dev.flowgate.routing.RoutingDecision.NoneUsable;
import dev.flowgate.routing.RoutingDecision.Queued;
import dev.flowgate.routing.TokenUsage;
import dev.flowgate.routing.UpstreamFailure;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request of a client, from its body to the end of its answer. Lives on one event loop. */
final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final ErrorBody OWN_FAULT =
            new ErrorBody(500, "FlowGate itself failed on this request; its log says where.", null);

    private static final ErrorBody CLOSING =
            new ErrorBody(503, "The gateway is closing and could not wait for this answer any longer.", null);

    private final Loop loop;
    private final Generation generation;
    private final Endpoint endpoint;
    private final HttpServerRequest request;
    private final @Nullable String pathModel;
    private final String callId;
    private final long began;

    private @Nullable BodyReceiver receiver;
    private @Nullable RoutedCall call;
    private @Nullable RequestBody body;
    private @Nullable Attempt attempt;
    private @Nullable Answer lastFailure;
    private @Nullable Chosen chosen;
    private @Nullable Running running;
    private @Nullable Queueing queueing;
    private @Nullable UsageTap usage;
    private long delayTimer = -1;
    private boolean over;

    /** Creates an exchange; {@code pathModel} is the model that the path names, which comes before the body's. */
    Exchange(
            Loop loop,
            Generation generation,
            Endpoint endpoint,
            @Nullable String pathModel,
            HttpServerRequest request) {
        this.loop = loop;
        this.generation = generation;
        this.endpoint = endpoint;
        this.request = request;
        this.pathModel = pathModel;
        this.began = loop.deadlines().now();
        this.callId = CallId.of(request.getHeader(Replies.CALL_ID));
    }

    void receive() {
        loop.engine().began();
        loop.live().add(this);
        request.response().closeHandler(closed -> clientLeft());
        BodyReceiver receiving = new BodyReceiver(loop, request, this::open, this::refuse, this::guarded);
        receiver = receiving;
        receiving.start();
    }

    Loop loop() {
        return loop;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    HttpServerRequest request() {
        return request;
    }

    /** The caller's query; that of a path which only this gateway has is no business of the upstream. */
    @Nullable String query() {
        return pathModel == null ? request.query() : null;
    }

    String callId() {
        return callId;
    }

    Protocol protocol() {
        return endpoint.protocol();
    }

    private void open(byte[] bytes) {
        try {
            RequestBody parsed = RequestBody.parse(bytes, pathModel);
            body = parsed;
            RoutedCall routed = generation.router().open(Steering.of(endpoint, parsed, request.headers()));
            call = routed;
            follow(routed.start());
        } catch (InvalidRequestException invalid) {
            fail(new ErrorBody(400, String.valueOf(invalid.getMessage()), invalid.param()));
        }
    }

    private void follow(RoutingDecision decision) {
        if (decision instanceof Chosen chosen) {
            if (chosen.delay().isZero()) {
                begin();
            } else {
                delayTimer = loop.context().owner().setTimer(chosen.delay().toMillis() + 1, fired -> {
                    delayTimer = -1;
                    guarded(this::begin);
                });
            }
        } else if (lastFailure != null) {
            answer(lastFailure, RoutingErrors.retryAfter(decision));
        } else if (decision instanceof Exhausted) {
            throw new IllegalStateException("Exhausted without a failure.");
        } else {
            Duration retryAfter = RoutingErrors.retryAfter(decision);
            if (retryAfter != null) {
                request.response().putHeader("retry-after", Long.toString(RoutingErrors.wholeSeconds(retryAfter)));
            }
            if (decision instanceof NoneUsable) {
                OwnHeaders.discourage(request.response().headers());
            }
            fail(RoutingErrors.of(decision, endpoint));
        }
    }

    private void begin() {
        RoutedCall routed = call;
        RequestBody parsed = body;
        if (over || routed == null || parsed == null) {
            return;
        }
        RoutingDecision begun = routed.begin(this::wake);
        if (begun instanceof Queued queued) {
            if (queueing == null) {
                queueing = Queueing.enter(this, queued.limit());
            }
            return;
        }
        leaveQueue();
        if (begun instanceof Chosen next) {
            tryOut(next, parsed);
        } else {
            follow(begun);
        }
    }

    /** Called by any thread: there is room at last. */
    private void wake() {
        loop.context().runOnContext(woken -> {
            // It may have left the queue in the meantime.
            if (queueing != null) {
                guarded(this::begin);
            }
        });
    }

    /** There was no room in time. */
    void waitedTooLong(Duration waited) {
        RoutedCall routed = call;
        queueing = null;
        if (!over && routed != null) {
            guarded(() -> follow(routed.waited(waited)));
        }
    }

    private void leaveQueue() {
        Queueing waiting = queueing;
        if (waiting != null) {
            queueing = null;
            waiting.leave();
        }
    }

    private void tryOut(Chosen next, RequestBody parsed) {
        Running target = generation.running(next.deployment());
        chosen = next;
        running = target;
        Upstream upstream = target.upstream();
        String mock = parsed.mockResponse().orElse(target.mockResponse());
        if (mock != null) {
            MockAttempt.run(this, next, parsed, mock);
        } else if (upstream != null) {
            Attempt opened = new Attempt(this, next, upstream);
            attempt = opened;
            opened.start(parsed);
        } else {
            throw new IllegalStateException("Deployment " + next.deployment().id() + " was chosen but is unusable.");
        }
    }

    boolean readsUsage() {
        return call != null && call.readsUsage();
    }

    /** Reads the size of the answer that now begins; null when it does not matter, as is usual. */
    @Nullable UsageTap tapUsage() {
        RoutedCall routed = call;
        usage = routed != null && routed.readsUsage() ? new UsageTap(routed) : null;
        return usage;
    }

    /** An attempt failed before anything was sent to the client. */
    void attemptFailed(UpstreamFailure failure, Answer answer) {
        attempt = null;
        RoutedCall routed = call;
        if (over || routed == null) {
            return;
        }
        lastFailure = answer;
        guarded(() -> follow(routed.failed(failure)));
    }

    /** An answer broke off after part of it was sent. */
    void cutShort(UpstreamFailure failure) {
        if (call != null) {
            call.cutShort(failure);
        }
        finish();
    }

    /** The whole answer was sent. */
    void succeeded() {
        if (call != null) {
            call.succeeded(usage == null ? TokenUsage.UNKNOWN : usage.read());
        }
        finish();
    }

    /** Ends the exchange without any judgement of the upstream. */
    void finish() {
        if (!over) {
            over = true;
            attempt = null;
            body = null;
            leaveQueue();
            if (call != null) {
                call.end();
            }
            if (receiver != null) {
                receiver.release();
            }
            loop.live().remove(this);
            loop.engine().ended();
        }
    }

    private void clientLeft() {
        if (!over) {
            abandon();
        }
    }

    /** Ends the exchange because the gateway closes: the client is told, and never by what looks like a whole answer. */
    void breakOff() {
        guarded(() -> {
            Attempt running = attempt;
            if (over) {
                return;
            }
            if (running != null && request.response().headWritten()) {
                running.breakOff(CLOSING);
            } else {
                abandon();
                request.response().putHeader("connection", "close");
                Replies.refuse(loop, request, endpoint.protocol(), callId, CLOSING);
            }
        });
    }

    /** Ends the exchange, and the attempt under way with it. */
    private void abandon() {
        Attempt running = attempt;
        finish();
        if (receiver != null) {
            receiver.stop();
        }
        if (delayTimer >= 0) {
            loop.context().owner().cancelTimer(delayTimer);
        }
        if (running != null) {
            running.cancel();
        }
    }

    /**
     * Takes a step. A fault of our own, a lack of memory included, ends the request with an answer; without this it
     * would hang for ever.
     */
    void guarded(Runnable step) {
        try {
            step.run();
        } catch (Throwable fault) {
            boolean answering = over;
            if (!over) {
                abandon();
            }
            LOG.error("Request {} failed by a fault of the gateway itself.", callId, fault);
            HttpServerResponse response = request.response();
            if (response.ended() || response.closed()) {
                return;
            }
            if (answering || response.headWritten()) {
                loop.engine().clients().reset(request.connection());
            } else {
                Replies.refuse(loop, request, endpoint.protocol(), callId, OWN_FAULT);
            }
        }
    }

    /** Puts the gateway's own headers on an answer. */
    void describe(HttpServerResponse response) {
        OwnHeaders.request(response.headers(), callId, loop.deadlines().now() - began);
        if (running != null && chosen != null) {
            OwnHeaders.deployment(response.headers(), running.labels(), chosen);
        }
    }

    /**
     * Answers with the last failure.
     *
     * @param retryAfter until another request may succeed, for an upstream that did not say; null when it may now
     */
    private void answer(Answer answer, @Nullable Duration retryAfter) {
        HttpServerResponse response = request.response();
        if (answer instanceof Answer.FromUpstream said) {
            HeaderRules.toClient(said.headers(), response.headers(), false);
            OwnHeaders.discourage(response.headers(), said.status());
            RetryAfter.advise(response.headers(), said.status(), retryAfter);
            describe(response);
            response.setStatusCode(said.status());
            finish();
            response.end(said.body());
        } else if (answer instanceof Answer.Own own) {
            RetryAfter.advise(response.headers(), own.error().status(), retryAfter);
            fail(own.error());
        }
    }

    private void fail(ErrorBody error) {
        finish();
        describe(request.response());
        Replies.error(request, endpoint.protocol(), callId, error);
    }

    private void refuse(ErrorBody error) {
        finish();
        describe(request.response());
        Replies.refuse(loop, request, endpoint.protocol(), callId, error);
    }
}
