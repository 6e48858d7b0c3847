package dev.flowgate.gateway;

import dev.flowgate.gateway.protocol.Endpoint;
import dev.flowgate.gateway.protocol.ErrorBody;
import dev.flowgate.routing.RoutingDecision.Chosen;
import dev.flowgate.routing.UpstreamFailure;
import dev.flowgate.routing.UpstreamFailure.Kind;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Carries the body of a successful answer to the client, unchanged. What arrives in one round of the event loop is
 * written at once. A body that breaks off is never ended cleanly: clients would take it for complete. An event stream
 * that ends without saying so (see {@link StreamEnd}) has been cut, even when its framing is whole: proxies on the way end
 * it so when their own upstream breaks. One that is encoded cannot be read, and is not judged.
 */
final class Relay {
    private static final String EVENT_STREAM = "text/event-stream";

    private final Attempt attempt;
    private final Attempts attempts;
    private final Exchange exchange;
    private final Chosen chosen;
    private final HttpClientResponse upstream;
    private final HttpServerResponse client;
    private final long chunkNanos;

    private @Nullable Buffer pending;
    private boolean pendingOwned;
    private boolean scheduled;
    private boolean committed;
    private boolean paused;
    private boolean over;
    private final @Nullable StreamEnd end;
    private final @Nullable UsageTap usage;

    Relay(Attempt attempt, Attempts attempts, Chosen chosen, HttpClientResponse upstream) {
        this.attempt = attempt;
        this.attempts = attempts;
        this.exchange = attempts.exchange();
        this.chosen = chosen;
        this.upstream = upstream;
        this.end = isReadableEventStream(upstream) ? new StreamEnd(exchange.endpoint() == Endpoint.RESPONSES) : null;
        this.usage = attempts.tapUsage();
        this.client = exchange.request().response();
        this.chunkNanos = shorter(exchange.loop().engine().limits().chunkTimeout(), chosen.timeout())
                .toNanos();
    }

    private static boolean isReadableEventStream(HttpClientResponse upstream) {
        String type = upstream.getHeader("content-type");
        String encoding = upstream.getHeader("content-encoding");
        return type != null
                && type.regionMatches(true, 0, EVENT_STREAM, 0, EVENT_STREAM.length())
                && (encoding == null || encoding.equalsIgnoreCase("identity"));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    void start() {
        upstream.handler(chunk -> exchange.guarded(() -> arrived(chunk)));
        upstream.endHandler(ended -> exchange.guarded(this::complete));
        upstream.exceptionHandler(failure -> exchange.guarded(() -> broken(UpstreamFailure.of(Kind.RESET))));
    }

    /** Lets nothing more through, because the client left. */
    void stop() {
        over = true;
    }

    void timedOut() {
        if (!over && paused) {
            // The client does not read: that is no fault of the upstream.
            over = true;
            attempt.abort();
            exchange.finish();
            exchange.loop().engine().clients().reset(exchange.request().connection());
        } else {
            broken(UpstreamFailure.of(Kind.TIMEOUT));
        }
    }

    private void arrived(Buffer chunk) {
        if (over) {
            return;
        }
        exchange.loop().deadlines().set(attempt, chunkNanos);
        if (end != null) {
            end.passed(chunk);
        }
        if (usage != null) {
            usage.passed(chunk);
        }
        Buffer before = pending;
        if (before == null) {
            pending = chunk;
            pendingOwned = false;
        } else if (pendingOwned) {
            before.appendBuffer(chunk);
        } else {
            pending = Buffer.buffer((before.length() + chunk.length()) * 2)
                    .appendBuffer(before)
                    .appendBuffer(chunk);
            pendingOwned = true;
        }
        if (!scheduled) {
            scheduled = true;
            exchange.loop().context().runOnContext(later -> exchange.guarded(this::flush));
        }
    }

    private void flush() {
        scheduled = false;
        Buffer content = pending;
        if (over || content == null) {
            return;
        }
        pending = null;
        if (!committed) {
            commit();
        }
        client.write(content);
        if (client.writeQueueFull() && !paused) {
            paused = true;
            upstream.pause();
            client.drainHandler(drained -> resume());
        }
    }

    private void resume() {
        if (paused && !over) {
            // Until now it was the client that took its time.
            exchange.loop().deadlines().set(attempt, chunkNanos);
        }
        paused = false;
        upstream.resume();
    }

    private void commit() {
        committed = true;
        head(true);
        boolean sized = client.headers().contains(HeaderRules.CONTENT_LENGTH);
        if (!sized && exchange.request().version() != HttpVersion.HTTP_1_0) {
            client.setChunked(true);
        }
    }

    private void head(boolean withLength) {
        HeaderRules.toClient(upstream.headers(), client.headers(), withLength);
        exchange.describe(client);
        client.setStatusCode(upstream.statusCode());
    }

    private boolean isCut() {
        if (end == null || end.isDeclared()) {
            return false;
        }
        boolean framed = upstream.version() == HttpVersion.HTTP_2
                || upstream.headers().contains(HeaderRules.CONTENT_LENGTH)
                || upstream.headers().contains("transfer-encoding");
        return !end.isFinished() || (!framed && end.isMidEvent());
    }

    private void complete() {
        if (over) {
            return;
        }
        if (isCut()) {
            broken(UpstreamFailure.of(Kind.RESET));
            return;
        }
        over = true;
        attempt.end();
        Buffer rest = pending;
        pending = null;
        if (!committed) {
            head(false);
        }
        attempts.succeeded();
        if (rest == null) {
            client.end();
        } else {
            client.end(rest);
        }
        boolean endsWithConnection = committed
                && exchange.request().version() == HttpVersion.HTTP_1_0
                && !client.headers().contains(HeaderRules.CONTENT_LENGTH);
        if (endsWithConnection) {
            exchange.request().connection().close();
        }
    }

    private void broken(UpstreamFailure failure) {
        if (over) {
            return;
        }
        over = true;
        if (!committed) {
            attempt.fail(failure);
            return;
        }
        attempt.abort();
        attempts.cutShort(failure);
        sayAndReset(AttemptErrors.of(chosen.deployment(), failure));
    }

    /** Breaks an answer off that has begun, by no fault of the upstream. */
    void breakOff(ErrorBody error) {
        if (!over) {
            over = true;
            attempt.abort();
            exchange.finish();
            sayAndReset(error);
        }
    }

    private void sayAndReset(ErrorBody error) {
        if (end == null || client.writeQueueFull()) {
            exchange.loop().engine().clients().reset(exchange.request().connection());
            return;
        }
        Buffer last = pending == null ? Buffer.buffer() : pending;
        byte[] event = error.event(exchange.protocol(), exchange.callId(), end.isMidEvent());
        Replies.writeAndReset(
                exchange.loop(),
                exchange.request(),
                Buffer.buffer(last.length() + event.length).appendBuffer(last).appendBytes(event));
    }
}
