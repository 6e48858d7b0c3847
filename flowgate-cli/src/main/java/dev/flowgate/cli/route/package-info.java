/** How a request would be routed; {@link dev.flowgate.cli.route.RouteExplainCommand} is the verb. */
@NullMarked
package dev.flowgate.cli.route;

import org.jspecify.annotations.NullMarked;
