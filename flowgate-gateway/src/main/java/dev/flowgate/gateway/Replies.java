package dev.flowgate.gateway;

import dev.flowgate.gateway.protocol.Endpoint;
import dev.flowgate.gateway.protocol.ErrorBody;
import dev.flowgate.litellm.Protocol;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/** Answers that the gateway gives itself. */
final class Replies {
    static final String CALL_ID = "x-litellm-call-id";
    /** How long a client may go on sending what will not be read, or not read the end of what is sent. */
    private static final long LINGER_MILLIS = 1000;

    private static final String JSON = "application/json";

    private Replies() {}

    /** The protocol to answer an error in. */
    static Protocol callersProtocol(HttpServerRequest request, @Nullable Endpoint endpoint) {
        boolean anthropic = (endpoint != null && endpoint.protocol() == Protocol.ANTHROPIC)
                || request.headers().contains("anthropic-version");
        return anthropic ? Protocol.ANTHROPIC : Protocol.OPENAI;
    }

    static void json(HttpServerRequest request, int status, byte[] body) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(status).putHeader("content-type", JSON);
        if (request.method().equals(HttpMethod.HEAD)) {
            // The length of what GET would have brought (RFC 9110 section 8.6).
            response.putHeader(HeaderRules.CONTENT_LENGTH, Integer.toString(body.length))
                    .end();
        } else {
            response.end(Buffer.buffer(body));
        }
    }

    static void error(HttpServerRequest request, Protocol protocol, String callId, ErrorBody error) {
        request.response().putHeader(CALL_ID, callId);
        OwnHeaders.discourage(request.response().headers(), error.status());
        json(request, error.status(), error.json(protocol, callId));
    }

    private static boolean announcesBody(HttpServerRequest request) {
        return request.headers().contains(HeaderRules.CONTENT_LENGTH)
                || request.headers().contains("transfer-encoding");
    }

    /** Writes the last that a client gets of an answer that is not whole, and resets its connection even if it does not read. */
    static void writeAndReset(Loop loop, HttpServerRequest request, Buffer last) {
        Runnable reset = () -> loop.engine().clients().reset(request.connection());
        Vertx vertx = loop.context().owner();
        long timer = vertx.setTimer(LINGER_MILLIS, late -> reset.run());
        request.response().write(last).onComplete(written -> {
            if (vertx.cancelTimer(timer)) {
                reset.run();
            }
        });
    }

    /** Answers while the body is still coming, and closes: what follows is not worth reading. */
    static void refuse(Loop loop, HttpServerRequest request, Protocol protocol, String callId, ErrorBody error) {
        if (request.isEnded() || !announcesBody(request)) {
            error(request, protocol, callId, error);
            return;
        }
        request.response().putHeader("connection", "close");
        // Closing with unread bytes would make the client's system throw the answer away: read on until it stops.
        request.handler(ignored -> {});
        request.endHandler(ended -> request.connection().close());
        request.resume();
        loop.context()
                .owner()
                .setTimer(LINGER_MILLIS, late -> request.connection().close());
        error(request, protocol, callId, error);
    }
}
