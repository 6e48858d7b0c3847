package dev.flowgate.routing;

import dev.flowgate.litellm.Protocol;

/**
 * What routing needs to know about a request.
 *
 * @param model the model the caller asks for
 * @param protocol the protocol the caller speaks
 * @param stream whether the caller wants a stream
 * @param overrides what the request says about its own routing
 */
public record RouteRequest(String model, Protocol protocol, boolean stream, RequestOverrides overrides) {}
