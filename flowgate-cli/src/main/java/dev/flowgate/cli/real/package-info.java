/** What FlowGate knows of the programs LiteLLM and CLIProxyAPI; entry: {@link dev.flowgate.cli.real.RealServices}. */
@NullMarked
package dev.flowgate.cli.real;

import org.jspecify.annotations.NullMarked;
