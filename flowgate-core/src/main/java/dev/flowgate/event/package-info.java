/**
 * What happened, as JSON lines on disk: {@link dev.flowgate.event.EventLog} is the entry.
 */
@NullMarked
package dev.flowgate.event;

import org.jspecify.annotations.NullMarked;
