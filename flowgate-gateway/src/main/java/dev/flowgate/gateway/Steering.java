package dev.flowgate.gateway;

import dev.flowgate.gateway.protocol.Endpoint;
import dev.flowgate.gateway.protocol.RequestBody;
import dev.flowgate.routing.RouteRequest;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;

/** What a request says about its own routing, in its body and its headers. */
final class Steering {
    /** What a token of a prompt comes to on average, the JSON around it included. */
    private static final int BYTES_A_TOKEN = 4;

    private static final CharSequence TIMEOUT = HttpHeaders.createOptimized("x-litellm-timeout");
    private static final CharSequence STREAM_TIMEOUT = HttpHeaders.createOptimized("x-litellm-stream-timeout");
    private static final CharSequence NUM_RETRIES = HttpHeaders.createOptimized("x-litellm-num-retries");
    private static final CharSequence TAGS = HttpHeaders.createOptimized("x-litellm-tags");

    private Steering() {}

    static RouteRequest of(Endpoint endpoint, RequestBody body, MultiMap headers) {
        return new RouteRequest(
                body.model(),
                endpoint.protocol(),
                body.stream(),
                body.tags(headers.get(TAGS)),
                body.original().length / BYTES_A_TOKEN,
                endpoint.isPrompted(),
                body.overrides(headers.get(TIMEOUT), headers.get(STREAM_TIMEOUT), headers.get(NUM_RETRIES)));
    }
}
