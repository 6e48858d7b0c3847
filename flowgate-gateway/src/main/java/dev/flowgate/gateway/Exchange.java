package dev.flowgate.gateway;

import dev.flowgate.gateway.DeploymentFactory.Running;
import dev.flowgate.gateway.protocol.Endpoint;
import dev.flowgate.gateway.protocol.ErrorBody;
import dev.flowgate.gateway.protocol.InvalidRequestException;
import dev.flowgate.gateway.protocol.RequestBody;
import dev.flowgate.litellm.Protocol;
import dev.flowgate.routing.RouteRequest;
import dev.flowgate.routing.RoutedCall;
import dev.flowgate.routing.RoutingDecision;
import dev.flowgate.routing.RoutingDecision.Chosen;
import dev.flowgate.routing.RoutingDecision.Exhausted;
import dev.flowgate.routing.RoutingDecision.Queued;
import dev.flowgate.routing.TokenUsage;
import dev.flowgate.routing.UpstreamFailure;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.List;
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

    /** What a token of a prompt comes to on average, the JSON around it included. */
    private static final int BYTES_A_TOKEN = 4;

    private final Loop loop;
    private final Generation generation;
    private final Endpoint endpoint;
    private final HttpServerRequest request;
    private final String callId;

    private @Nullable BodyReceiver receiver;
    private @Nullable RoutedCall call;
    private @Nullable RequestBody body;
    private @Nullable Attempt attempt;
    private @Nullable Answer lastFailure;
    private @Nullable Queueing queueing;
    private @Nullable UsageTap usage;
    private long delayTimer = -1;
    private boolean over;

    Exchange(Loop loop, Generation generation, Endpoint endpoint, HttpServerRequest request) {
        this.loop = loop;
        this.generation = generation;
        this.endpoint = endpoint;
        this.request = request;
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

    String callId() {
        return callId;
    }

    Protocol protocol() {
        return endpoint.protocol();
    }

    private void open(byte[] bytes) {
        try {
            RequestBody parsed = RequestBody.parse(bytes);
            body = parsed;
            RouteRequest route = new RouteRequest(
                    parsed.model(),
                    endpoint.protocol(),
                    parsed.stream(),
                    List.of(),
                    bytes.length / BYTES_A_TOKEN,
                    endpoint.isPrompted(),
                    parsed.overrides(
                            request.getHeader("x-litellm-timeout"), request.getHeader("x-litellm-num-retries")));
            RoutedCall routed = generation.router().open(route);
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
            answer(lastFailure);
        } else if (decision instanceof Exhausted) {
            throw new IllegalStateException("Exhausted without a failure.");
        } else {
            Duration retryAfter = RoutingErrors.retryAfter(decision);
            if (retryAfter != null) {
                request.response().putHeader("retry-after", Long.toString(RoutingErrors.wholeSeconds(retryAfter)));
            }
            fail(RoutingErrors.of(decision));
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
        if (begun instanceof Chosen chosen) {
            tryOut(chosen, parsed);
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

    private void tryOut(Chosen chosen, RequestBody parsed) {
        Running running = generation.running(chosen.deployment());
        Upstream upstream = running.upstream();
        String mock = running.mockResponse();
        if (mock != null) {
            MockAttempt.run(this, chosen, parsed, mock);
        } else if (upstream != null) {
            Attempt next = new Attempt(this, chosen, upstream);
            attempt = next;
            next.start(parsed);
        } else {
            throw new IllegalStateException("Deployment " + chosen.deployment().id() + " was chosen but is unusable.");
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
    void describe(HttpServerResponse response, Chosen chosen) {
        response.headers()
                .set(Replies.CALL_ID, callId)
                .set("x-litellm-model-id", chosen.deployment().id())
                .set("x-litellm-model-group", chosen.group())
                .set("x-litellm-attempted-retries", Integer.toString(chosen.retries()))
                .set("x-litellm-attempted-fallbacks", Integer.toString(chosen.fallbacks()));
    }

    private void answer(Answer answer) {
        if (answer instanceof Answer.FromUpstream said) {
            HttpServerResponse response = request.response();
            HeaderRules.toClient(said.headers(), response.headers(), false);
            response.putHeader(Replies.CALL_ID, callId).setStatusCode(said.status());
            finish();
            response.end(said.body());
        } else if (answer instanceof Answer.Own own) {
            fail(own.error());
        }
    }

    private void fail(ErrorBody error) {
        finish();
        Replies.error(request, endpoint.protocol(), callId, error);
    }

    private void refuse(ErrorBody error) {
        finish();
        Replies.refuse(loop, request, endpoint.protocol(), callId, error);
    }
}
