/** The embedded engine, an HTTP server that routes LLM requests: {@link dev.flowgate.gateway.Gateway} is the entry. */
@NullMarked
package dev.flowgate.gateway;

import org.jspecify.annotations.NullMarked;
