/**
 * What an author of a further way to log in implements: {@link dev.flowgate.auth.spi.AuthMethod} is the entry. Nothing
 * but types of the JDK and of this package appears in its signatures.
 */
@NullMarked
package dev.flowgate.auth.spi;

import org.jspecify.annotations.NullMarked;
