package dev.flowgate.process;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * How long processes that were asked to end are waited for before they are killed.
 *
 * @param length the longest wait, zero or more
 * @param urgent asked again and again during the wait; true ends it
 */
record Grace(Duration length, BooleanSupplier urgent) {}
