/**
 * Credentials that somebody already has: {@link dev.flowgate.auth.key.ApiKeyMethod} and
 * {@link dev.flowgate.auth.key.TokenFileMethod} are the entries.
 */
@NullMarked
package dev.flowgate.auth.key;

import org.jspecify.annotations.NullMarked;
