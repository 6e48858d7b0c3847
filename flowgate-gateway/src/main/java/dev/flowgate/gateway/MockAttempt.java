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

    static void run(Attempts attempts, Chosen chosen, RequestBody body, String text) {
        Exchange exchange = attempts.exchange();
        MockReply reply = MockReply.of(exchange.endpoint(), chosen.upstreamModel(), body, text);
        if (reply instanceof MockReply.Failure failure) {
            attempts.failed(
                    UpstreamFailure.status(failure.error().status(), null).because(failure.cause()),
                    new Answer.Own(failure.error()));
        } else if (reply instanceof MockReply.Cut cut) {
            breakOff(attempts, cut);
        } else if (reply instanceof MockReply.Success success) {
            HttpServerResponse response = exchange.request().response();
            exchange.describe(response);
            response.putHeader("content-type", success.contentType());
            UsageTap usage = attempts.tapUsage();
            if (usage != null) {
                usage.passed(Buffer.buffer(success.body()));
            }
            attempts.succeeded();
            response.end(Buffer.buffer(success.body()));
        }
    }

    /** As a relay does it: the error, and then no clean end. */
    private static void breakOff(Attempts attempts, MockReply.Cut cut) {
        Exchange exchange = attempts.exchange();
        HttpServerResponse response = exchange.request().response();
        exchange.describe(response);
        response.putHeader("content-type", cut.contentType());
        if (exchange.request().version() != HttpVersion.HTTP_1_0) {
            response.setChunked(true);
        }
        Buffer events =
                Buffer.buffer(cut.body()).appendBytes(cut.error().event(exchange.protocol(), exchange.callId(), false));
        attempts.cutShort(UpstreamFailure.status(cut.error().status(), null));
        Replies.writeAndReset(exchange.loop(), exchange.request(), events);
    }
}
