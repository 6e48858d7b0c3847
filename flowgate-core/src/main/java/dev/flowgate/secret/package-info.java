/**
 * Secrets that do not print themselves, and references to them: {@link dev.flowgate.secret.SecretReference} is the entry.
 */
@NullMarked
package dev.flowgate.secret;

import org.jspecify.annotations.NullMarked;
