package dev.flowgate.routing;

import dev.flowgate.litellm.Protocol;
import java.util.List;

/**
 * What routing needs to know about a request. Immutable.
 *
 * @param model the model the caller asks for
 * @param protocol the protocol the caller speaks
 * @param stream whether the caller wants a stream
 * @param tags which deployments it may go to, under {@code enable_tag_filtering}; empty means untagged
 * @param inputTokens the length of the prompt in tokens, estimated, from 0
 * @param isPrompted whether it is a chat completion, completion or message: pre-call checks look at no others
 * @param overrides what the request says about its own routing
 */
public record RouteRequest(
        String model,
        Protocol protocol,
        boolean stream,
        List<String> tags,
        long inputTokens,
        boolean isPrompted,
        RequestOverrides overrides) {
    /** Copies the tags. */
    public RouteRequest {
        tags = List.copyOf(tags);
    }
}
