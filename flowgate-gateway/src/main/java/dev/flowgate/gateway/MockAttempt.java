package dev.flowgate.gateway;

import dev.flowgate.gateway.protocol.MockReply;
import dev.flowgate.gateway.protocol.RequestBody;
import dev.flowgate.routing.RoutingDecision.Chosen;
import dev.flowgate.routing.UpstreamFailure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** A try at a deployment that answers without an upstream. It fails and succeeds like any other. */
final class MockAttempt {
    private MockAttempt() {}

    static void run(Exchange exchange, Chosen chosen, RequestBody body, String text) {
        MockReply reply = MockReply.of(exchange.endpoint(), chosen.upstreamModel(), body, text);
        if (reply instanceof MockReply.Failure failure) {
            exchange.attemptFailed(
                    UpstreamFailure.status(failure.error().status(), null), new Answer.Own(failure.error()));
        } else if (reply instanceof MockReply.Success success) {
            HttpServerResponse response = exchange.request().response();
            exchange.describe(response, chosen);
            response.putHeader("content-type", success.contentType());
            UsageTap usage = exchange.tapUsage();
            if (usage != null) {
                usage.passed(Buffer.buffer(success.body()));
            }
            exchange.succeeded();
            response.end(Buffer.buffer(success.body()));
        }
    }
}
