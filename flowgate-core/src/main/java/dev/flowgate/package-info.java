/**
 * The root of FlowGate's exceptions: {@link dev.flowgate.FlowGateException}.
 */
@NullMarked
package dev.flowgate;

import org.jspecify.annotations.NullMarked;
