package dev.flowgate.gateway;

import dev.flowgate.gateway.protocol.ErrorBody;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Receives a request's body within a size and a time. */
final class BodyReceiver extends Deadlines.Deadline {
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_LARGE = 413;

    private final Loop loop;
    private final HttpServerRequest request;
    private final Consumer<byte[]> received;
    private final Consumer<ErrorBody> refused;

    private @Nullable Buffer collected;
    private boolean owned;
    private boolean over;

    BodyReceiver(Loop loop, HttpServerRequest request, Consumer<byte[]> received, Consumer<ErrorBody> refused) {
        this.loop = loop;
        this.request = request;
        this.received = received;
        this.refused = refused;
    }

    void start() {
        String declared = request.getHeader(HeaderRules.CONTENT_LENGTH);
        int max = loop.engine().limits().maxBodyBytes();
        if (declared != null && exceeds(declared, max)) {
            refuse(tooLarge(max));
            return;
        }
        String expectation = request.getHeader("expect");
        if (expectation != null && expectation.equalsIgnoreCase("100-continue")) {
            request.response().writeContinue();
        }
        loop.deadlines().set(this, loop.engine().limits().receiveTimeout().toNanos());
        request.handler(this::add);
        request.endHandler(ended -> complete());
    }

    /** Gives up, because the client left. */
    void stop() {
        over = true;
        loop.deadlines().lift(this);
    }

    @Override
    void expired() {
        refuse(new ErrorBody(
                REQUEST_TIMEOUT,
                "The request did not arrive within "
                        + loop.engine().limits().receiveTimeout().toSeconds() + " s.",
                null));
        request.connection().close();
    }

    private void add(Buffer chunk) {
        if (over) {
            return;
        }
        Buffer before = collected;
        if (before == null) {
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
            collected = null;
            refuse(tooLarge(max));
        }
    }

    private void complete() {
        if (over) {
            return;
        }
        stop();
        Buffer all = collected;
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
