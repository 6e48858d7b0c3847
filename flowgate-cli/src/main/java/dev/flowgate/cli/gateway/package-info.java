/** The embedded engine as a process; {@link dev.flowgate.cli.gateway.GatewayRunCommand} is the verb. */
@NullMarked
package dev.flowgate.cli.gateway;

import org.jspecify.annotations.NullMarked;
