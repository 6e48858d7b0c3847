package dev.flowgate.gateway;

import dev.flowgate.gateway.protocol.MockReply;
import dev.flowgate.gateway.protocol.RequestBody;
import dev.flowgate.routing.RoutingDecision.Chosen;
import dev.flowgate.routing.UpstreamFailure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/** A try at a deployment that answers without an upstream. It fails and succeeds like any other. */
final class MockAttempt {
    private MockAttempt() {}

    static void run(Exchange exchange, Chosen chosen, RequestBody body, String text) {
        MockReply reply = MockReply.of(exchange.endpoint(), chosen.upstreamModel(), body, text);
        if (reply instanceof MockReply.Failure failure) {
            exchange.attemptFailed(
                    UpstreamFailure.status(failure.error().status(), null).because(failure.cause()),
                    new Answer.Own(failure.error()));
        } else if (reply instanceof MockReply.Cut cut) {
            breakOff(exchange, cut);
        } else if (reply instanceof MockReply.Success success) {
            HttpServerResponse response = exchange.request().response();
            exchange.describe(response);
            response.putHeader("content-type", success.contentType());
            UsageTap usage = exchange.tapUsage();
            if (usage != null) {
                usage.passed(Buffer.buffer(success.body()));
            }
            exchange.succeeded();
            response.end(Buffer.buffer(success.body()));
        }
    }

    /** As a relay does it: the error, and then no clean end. */
    private static void breakOff(Exchange exchange, MockReply.Cut cut) {
        HttpServerResponse response = exchange.request().response();
        exchange.describe(response);
        response.putHeader("content-type", cut.contentType());
        if (exchange.request().version() != HttpVersion.HTTP_1_0) {
            response.setChunked(true);
        }
        Buffer events =
                Buffer.buffer(cut.body()).appendBytes(cut.error().event(exchange.protocol(), exchange.callId(), false));
        exchange.cutShort(UpstreamFailure.status(cut.error().status(), null));
        Replies.writeAndReset(exchange.loop(), exchange.request(), events);
    }
}
