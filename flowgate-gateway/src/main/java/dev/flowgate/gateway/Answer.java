package dev.flowgate.gateway;

import dev.flowgate.gateway.protocol.ErrorBody;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/** The answer to a failed attempt, kept until it is clear that it is the last. */
sealed interface Answer {
    /**
     * What the upstream said, to be passed on as it is.
     *
     * @param status the status
     * @param headers all its headers
     * @param body its whole body
     */
    record FromUpstream(int status, MultiMap headers, Buffer body) implements Answer {}

    /**
     * What the gateway says about an upstream that did not answer.
     *
     * @param error the error
     */
    record Own(ErrorBody error) implements Answer {}
}
