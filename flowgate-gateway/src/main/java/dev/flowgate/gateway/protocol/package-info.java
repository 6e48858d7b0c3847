/**
 * The formats of requests and answers, without any HTTP library: {@link dev.flowgate.gateway.protocol.Endpoint} is the
 * entry.
 */
@NullMarked
package dev.flowgate.gateway.protocol;

import org.jspecify.annotations.NullMarked;
