package dev.flowgate.gateway;

import dev.flowgate.gateway.protocol.ErrorBody;
import dev.flowgate.gateway.protocol.RequestBody;
import dev.flowgate.litellm.Protocol;
import dev.flowgate.routing.RoutingDecision.Chosen;
import dev.flowgate.routing.UpstreamFailure;
import dev.flowgate.routing.UpstreamFailure.Kind;
import io.vertx.core.AsyncResult;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import org.jspecify.annotations.Nullable;

/** One try at one upstream: sends the request and judges the head of the answer. */
final class Attempt extends Deadlines.Deadline {
    private static final int MAX_ERROR_BODY = 1024 * 1024;

    private final Exchange exchange;
    private final Chosen chosen;
    private final Upstream upstream;

    private @Nullable HttpClientRequest request;
    private @Nullable Relay relay;
    private boolean over;

    Attempt(Exchange exchange, Chosen chosen, Upstream upstream) {
        this.exchange = exchange;
        this.chosen = chosen;
        this.upstream = upstream;
    }

    void start(RequestBody body) {
        Loop loop = exchange.loop();
        loop.deadlines().set(this, chosen.timeout().toNanos());
        loop.client()
                .request(upstream.target(exchange.endpoint(), exchange.request().query()))
                .onComplete(result -> exchange.guarded(() -> connected(result, body)));
    }

    private void connected(AsyncResult<HttpClientRequest> result, RequestBody body) {
        HttpClientRequest opened = result.result();
        if (over) {
            if (opened != null) {
                opened.reset();
            }
            return;
        }
        if (opened == null) {
            fail(UpstreamFailure.of(Kind.CONNECT));
            return;
        }
        request = opened;
        boolean anthropic = exchange.protocol() == Protocol.ANTHROPIC;
        HeaderRules.toUpstream(exchange.request().headers(), opened.headers(), anthropic, upstream);
        if (exchange.readsUsage()) {
            // What is compressed cannot be read on its way.
            opened.headers().set("accept-encoding", "identity");
        }
        String model = chosen.upstreamModel();
        Buffer content = Buffer.buffer(body.original().length + model.length() + 2);
        body.writeTo(model, content::appendBytes);
        opened.response().onComplete(response -> exchange.guarded(() -> answered(response)));
        opened.end(content);
    }

    private void answered(AsyncResult<HttpClientResponse> result) {
        HttpClientResponse response = result.result();
        if (over) {
            return;
        }
        if (response == null) {
            fail(UpstreamFailure.of(Kind.RESET));
        } else if (response.statusCode() >= 200 && response.statusCode() < 300) {
            Relay carrying = new Relay(this, exchange, chosen, response);
            relay = carrying;
            carrying.start();
        } else if (RoutingErrors.isError(response.statusCode())) {
            collect(response);
        } else {
            // Breaking the request off is reported to the response; it is nothing to log.
            response.exceptionHandler(broken -> {});
            fail(failure(response));
        }
    }

    /** An error is short: it is kept whole, to be passed on if it turns out to be the last. */
    private void collect(HttpClientResponse response) {
        Buffer body = Buffer.buffer();
        response.exceptionHandler(broken -> fail(UpstreamFailure.of(Kind.RESET)));
        response.handler(chunk -> {
            body.appendBuffer(chunk);
            if (body.length() > MAX_ERROR_BODY) {
                UpstreamFailure failure = failure(response);
                abort();
                exchange.attemptFailed(failure, new Answer.Own(RoutingErrors.of(chosen.deployment(), failure)));
            }
        });
        response.endHandler(ended -> {
            if (!over) {
                end();
                exchange.attemptFailed(
                        failure(response), new Answer.FromUpstream(response.statusCode(), response.headers(), body));
            }
        });
    }

    private UpstreamFailure failure(HttpClientResponse response) {
        return UpstreamFailure.status(
                response.statusCode(),
                RetryAfter.of(response.headers(), exchange.loop().engine().clock()));
    }

    @Override
    void expired() {
        Relay carrying = relay;
        if (carrying != null) {
            carrying.timedOut();
        } else {
            fail(UpstreamFailure.of(Kind.TIMEOUT));
        }
    }

    /** Ends this attempt as failed, before anything was sent to the client. */
    void fail(UpstreamFailure failure) {
        if (!over) {
            abort();
            exchange.attemptFailed(failure, new Answer.Own(RoutingErrors.of(chosen.deployment(), failure)));
        }
    }

    /** The client left: the upstream is told at once, since it may be charging by the token. */
    void cancel() {
        if (relay != null) {
            relay.stop();
        }
        abort();
    }

    /** The gateway closes while the answer is on its way. */
    void breakOff(ErrorBody error) {
        Relay carrying = relay;
        if (carrying != null) {
            carrying.breakOff(error);
        }
    }

    /** Breaks the upstream request off. */
    void abort() {
        end();
        if (request != null) {
            request.reset();
        }
    }

    /** Ends the watch over the attempt. */
    void end() {
        over = true;
        exchange.loop().deadlines().lift(this);
    }
}
