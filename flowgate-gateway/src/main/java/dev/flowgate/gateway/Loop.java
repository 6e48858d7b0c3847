package dev.flowgate.gateway;

import io.vertx.core.internal.ContextInternal;
import java.util.Set;

/**
 * What belongs to one event loop. Its connections to upstreams are its own, so that a request never changes threads.
 *
 * @param engine what all event loops share
 * @param context the event loop
 * @param upstreams the connections to upstreams
 * @param deadlines the time limits of this event loop
 * @param live the requests under way; used on this event loop only
 */
record Loop(
        Engine engine, ContextInternal context, UpstreamClients upstreams, Deadlines deadlines, Set<Exchange> live) {}
