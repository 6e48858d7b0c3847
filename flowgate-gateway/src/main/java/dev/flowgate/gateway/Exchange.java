package dev.flowgate.gateway;

import dev.flowgate.gateway.protocol.Endpoint;
import dev.flowgate.gateway.protocol.ErrorBody;
import dev.flowgate.gateway.protocol.InvalidRequestException;
import dev.flowgate.gateway.protocol.RequestBody;
import dev.flowgate.litellm.Protocol;
import dev.flowgate.routing.RoutedCall;
import dev.flowgate.routing.RoutingDecision;
import dev.flowgate.routing.RoutingDecision.NoneUsable;
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
    private @Nullable Attempts attempts;
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
            RequestBody body = RequestBody.parse(bytes, pathModel);
            RoutedCall call = generation.router().open(Steering.of(endpoint, body, request.headers()));
            Attempts opened = new Attempts(this, generation, body, call);
            attempts = opened;
            opened.start();
        } catch (InvalidRequestException invalid) {
            fail(new ErrorBody(400, String.valueOf(invalid.getMessage()), invalid.param()));
        }
    }

    /** Ends the exchange without any judgement of the upstream. */
    void finish() {
        if (!over) {
            over = true;
            if (attempts != null) {
                attempts.end();
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
            Attempt running = underWay();
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

    private @Nullable Attempt underWay() {
        return attempts == null ? null : attempts.underWay();
    }

    /** Ends the exchange, and the attempt under way with it. */
    private void abandon() {
        Attempt running = underWay();
        finish();
        if (receiver != null) {
            receiver.stop();
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
        if (attempts != null) {
            attempts.describe(response.headers());
        }
    }

    /**
     * Answers with the last failure.
     *
     * @param retryAfter until another request may succeed, for an upstream that did not say; null when it may now
     */
    void answer(Answer answer, @Nullable Duration retryAfter) {
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

    /** Answers why no deployment may be tried. */
    void decline(RoutingDecision refusal) {
        HttpServerResponse response = request.response();
        Duration retryAfter = RoutingErrors.retryAfter(refusal);
        if (retryAfter != null) {
            response.putHeader("retry-after", Long.toString(RoutingErrors.wholeSeconds(retryAfter)));
        }
        if (refusal instanceof NoneUsable) {
            OwnHeaders.discourage(response.headers());
        }
        fail(RoutingErrors.of(refusal, endpoint));
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
