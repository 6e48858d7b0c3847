/** Asks the embedded engine and a real LiteLLM the same, and tells where they answer differently: {@link EngineCheckCommand}. */
@NullMarked
package dev.flowgate.cli.engine;

import org.jspecify.annotations.NullMarked;
