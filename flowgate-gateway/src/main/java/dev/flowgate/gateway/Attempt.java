package dev.flowgate.gateway;

import dev.flowgate.gateway.protocol.ErrorBody;
import dev.flowgate.gateway.protocol.RefusalReader;
import dev.flowgate.gateway.protocol.RequestBody;
import dev.flowgate.litellm.Protocol;
import dev.flowgate.routing.RoutingDecision.Chosen;
import dev.flowgate.routing.UpstreamFailure;
import dev.flowgate.routing.UpstreamFailure.Kind;
import io.vertx.core.AsyncResult;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One try at one upstream: sends the request and judges the head of the answer. */
final class Attempt extends Deadlines.Deadline {
    private static final int MAX_ERROR_BODY = 1024 * 1024;
    /** A kept connection that breaks later than this was not stale: the upstream had begun to work. */
    private static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** How HTTP/2 says that the answer is of no interest any more (RFC 9113 section 7); HTTP/1.1 closes. */
    private static final long CANCEL = 8;

    private final Attempts attempts;
    private final Exchange exchange;
    private final Chosen chosen;
    private final Upstream upstream;

    private @Nullable HttpClientRequest request;
    private @Nullable Relay relay;
    private boolean kept;
    private boolean repeated;
    private boolean over;

    Attempt(Attempts attempts, Chosen chosen, Upstream upstream) {
        this.attempts = attempts;
        this.exchange = attempts.exchange();
        this.chosen = chosen;
        this.upstream = upstream;
    }

    void start(RequestBody body) {
        Loop loop = exchange.loop();
        loop.deadlines().set(this, chosen.timeout().toNanos());
        loop.upstreams()
                .of(upstream)
                .request(upstream.target(exchange.endpoint(), exchange.query()))
                .onComplete(result -> exchange.guarded(() -> connected(result, body)));
    }

    private void connected(AsyncResult<HttpClientRequest> result, RequestBody body) {
        HttpClientRequest opened = result.result();
        if (opened != null) {
            boolean used = exchange.loop().upstreams().use(opened.connection());
            // HTTP/2 says which requests it did not take, so they need no guess.
            kept = used && opened.version() != HttpVersion.HTTP_2;
            // Breaking the request off is reported to it; it is nothing to log.
            opened.exceptionHandler(broken -> {});
        }
        if (over) {
            if (opened != null) {
                opened.reset(CANCEL);
                leave(opened);
            }
            return;
        }
        if (opened == null) {
            unreachable(result.cause());
            return;
        }
        request = opened;
        boolean anthropic = exchange.protocol() == Protocol.ANTHROPIC;
        HeaderRules.toUpstream(exchange.request().headers(), opened.headers(), anthropic, body.stream(), upstream);
        if (repeated && opened.version() != HttpVersion.HTTP_2) {
            opened.putHeader("connection", "close");
        }
        if (attempts.readsUsage()) {
            // What is compressed cannot be read on its way.
            opened.headers().set(HttpHeaders.ACCEPT_ENCODING, HttpHeaders.IDENTITY);
        }
        String model = chosen.upstreamModel();
        Buffer content = Buffer.buffer(body.original().length + model.length() + 2);
        body.writeTo(model, content::appendBytes);
        opened.response().onComplete(response -> exchange.guarded(() -> answered(response, body)));
        opened.end(content);
    }

    private void answered(AsyncResult<HttpClientResponse> result, RequestBody body) {
        HttpClientResponse response = result.result();
        if (over) {
            return;
        }
        if (response == null && isStale(result.cause())) {
            repeat(body);
        } else if (response == null) {
            fail(UpstreamFailure.of(Kind.RESET));
        } else if (response.statusCode() >= 200 && response.statusCode() < 300) {
            Relay carrying = new Relay(this, attempts, chosen, response);
            relay = carrying;
            carrying.start();
        } else if (AttemptErrors.isError(response.statusCode())) {
            collect(response);
        } else {
            // Breaking the request off is reported to the response; it is nothing to log.
            response.exceptionHandler(broken -> {});
            fail(failure(response));
        }
    }

    /** Whether what broke is a kept connection that the upstream was closing when the request was on its way. */
    private boolean isStale(Throwable cause) {
        boolean broke = cause instanceof HttpClosedException || cause instanceof IOException;
        long passed = chosen.timeout().toNanos() - exchange.loop().deadlines().remaining(this);
        return broke && kept && !repeated && passed < STALE_NANOS;
    }

    /**
     * Sends the request once more, over a connection of its own: others that were kept may be stale, too. It says
     * nothing of the deployment that one was (RFC 9112 section 9.3.1).
     */
    private void repeat(RequestBody body) {
        repeated = true;
        request = null;
        RequestOptions target = upstream.target(exchange.endpoint(), exchange.query());
        exchange.loop()
                .upstreams()
                .of(upstream)
                .connect(target)
                .compose(connection -> {
                    connection.exceptionHandler(broken -> {});
                    return connection.request(target).onFailure(unused -> connection.close());
                })
                .onComplete(result -> exchange.guarded(() -> connected(result, body)));
    }

    /** An error is short: it is kept whole, to be passed on if it turns out to be the last. */
    private void collect(HttpClientResponse response) {
        Buffer body = Buffer.buffer();
        response.exceptionHandler(broken -> exchange.guarded(() -> fail(UpstreamFailure.of(Kind.RESET))));
        response.handler(chunk -> exchange.guarded(() -> {
            if (!over && body.length() + chunk.length() > MAX_ERROR_BODY) {
                fail(failure(response));
            } else if (!over) {
                body.appendBuffer(chunk);
            }
        }));
        response.endHandler(ended -> exchange.guarded(() -> collected(response, body)));
    }

    private void collected(HttpClientResponse response, Buffer body) {
        if (!over) {
            end();
            var cause =
                    RefusalReader.read(response.statusCode(), response.getHeader("content-encoding"), body.getBytes());
            attempts.failed(
                    failure(response).because(cause),
                    new Answer.FromUpstream(response.statusCode(), response.headers(), body));
        }
    }

    private UpstreamFailure failure(HttpClientResponse response) {
        return UpstreamFailure.status(
                response.statusCode(),
                RetryAfter.of(response.headers(), exchange.loop().engine().clock()));
    }

    @Override
    void expired() {
        Relay carrying = relay;
        exchange.guarded(carrying != null ? carrying::timedOut : () -> fail(UpstreamFailure.of(Kind.TIMEOUT)));
    }

    /** Ends this attempt as failed, before anything was sent to the client. */
    void fail(UpstreamFailure failure) {
        if (!over) {
            abort();
            attempts.failed(failure, new Answer.Own(AttemptErrors.of(chosen.deployment(), failure)));
        }
    }

    private void unreachable(Throwable cause) {
        UpstreamFailure failure = UpstreamFailure.of(Kind.CONNECT);
        abort();
        ErrorBody error =
                AttemptErrors.unreachable(chosen.deployment(), failure, ConnectProblem.describe(cause, upstream));
        attempts.failed(failure, new Answer.Own(error));
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
            request.reset(CANCEL);
        }
    }

    /** Ends the watch over the attempt. */
    void end() {
        over = true;
        exchange.loop().deadlines().lift(this);
        if (request != null) {
            leave(request);
        }
    }

    /** Closes the connection of a request that was repeated: nothing else knows of it. */
    private void leave(HttpClientRequest opened) {
        if (repeated) {
            opened.connection().close();
        }
    }
}
