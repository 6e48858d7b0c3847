/** Points in time that others wrote down: {@link dev.flowgate.auth.time.Timestamp} is the entry. */
@NullMarked
package dev.flowgate.auth.time;

import org.jspecify.annotations.NullMarked;
