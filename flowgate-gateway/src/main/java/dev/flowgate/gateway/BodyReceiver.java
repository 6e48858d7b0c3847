package dev.flowgate.gateway;

import dev.flowgate.gateway.protocol.ErrorBody;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Receives a request's body within a size, a time, and the memory for all bodies, which it holds until released. */
final class BodyReceiver extends Deadlines.Deadline {
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_LARGE = 413;
    private static final int UNAVAILABLE = 503;

    private final Loop loop;
    private final HttpServerRequest request;
    private final Consumer<byte[]> received;
    private final Consumer<ErrorBody> refused;
    private final Consumer<Runnable> guard;

    private @Nullable Buffer collected;
    private long declared = -1;
    private long held;
    private boolean owned;
    private boolean over;

    BodyReceiver(
            Loop loop,
            HttpServerRequest request,
            Consumer<byte[]> received,
            Consumer<ErrorBody> refused,
            Consumer<Runnable> guard) {
        this.loop = loop;
        this.request = request;
        this.received = received;
        this.refused = refused;
        this.guard = guard;
    }

    void start() {
        String length = request.getHeader(HeaderRules.CONTENT_LENGTH);
        int max = loop.engine().limits().maxBodyBytes();
        if (length != null && exceeds(length, max)) {
            refuse(tooLarge(max));
            return;
        }
        if (length != null) {
            declared = Long.parseLong(length.strip());
            if (!hold(declared)) {
                return;
            }
        }
        String expectation = request.getHeader("expect");
        if (expectation != null && expectation.equalsIgnoreCase("100-continue")) {
            request.response().writeContinue();
        }
        loop.deadlines().set(this, loop.engine().limits().receiveTimeout().toNanos());
        request.handler(chunk -> guard.accept(() -> add(chunk)));
        request.endHandler(ended -> guard.accept(this::complete));
    }

    /** Gives up, because the client left. */
    void stop() {
        over = true;
        collected = null;
        loop.deadlines().lift(this);
    }

    /** Gives the memory back, because the body is not needed any more. */
    void release() {
        loop.engine().bodies().giveBack(held);
        held = 0;
    }

    /** Takes memory for a body or a part of it; without enough, the request is refused. */
    private boolean hold(long bytes) {
        if (loop.engine().bodies().take(bytes)) {
            held += bytes;
            return true;
        }
        request.response().putHeader("retry-after", "1");
        refuse(new ErrorBody(
                UNAVAILABLE,
                "The gateway has no memory left for this request's body: other requests hold it. Try again in 1 s, or"
                        + " give the gateway more heap.",
                null));
        return false;
    }

    @Override
    void expired() {
        guard.accept(() -> refuse(new ErrorBody(
                REQUEST_TIMEOUT,
                "The request did not arrive within "
                        + loop.engine().limits().receiveTimeout().toSeconds() + " s.",
                null)));
        request.connection().close();
    }

    private void add(Buffer chunk) {
        if (over || (declared < 0 && !hold(chunk.length()))) {
            return;
        }
        Buffer before = collected;
        if (before == null && declared > chunk.length()) {
            collected = Buffer.buffer(Math.toIntExact(declared)).appendBuffer(chunk);
            owned = true;
        } else if (before == null) {
            collected = chunk;
        } else if (owned) {
            before.appendBuffer(chunk);
        } else {
            // The first chunk may share its memory: the second is the moment to copy.
            collected = Buffer.buffer((before.length() + chunk.length()) * 2)
                    .appendBuffer(before)
                    .appendBuffer(chunk);
            owned = true;
        }
        int max = loop.engine().limits().maxBodyBytes();
        Buffer all = collected;
        if (all != null && all.length() > max) {
            refuse(tooLarge(max));
        }
    }

    private void complete() {
        if (over) {
            return;
        }
        Buffer all = collected;
        stop();
        received.accept(all == null ? new byte[0] : all.getBytes());
    }

    private void refuse(ErrorBody error) {
        stop();
        refused.accept(error);
    }

    private static ErrorBody tooLarge(int max) {
        return new ErrorBody(TOO_LARGE, "The request body is larger than " + max + " bytes, which is the limit.", null);
    }

    /** The HTTP library has checked that it is a number; one that does not fit a long is too large, too. */
    private static boolean exceeds(String declared, int max) {
        try {
            return Long.parseLong(declared.strip()) > max;
        } catch (NumberFormatException huge) {
            return true;
        }
    }
}
