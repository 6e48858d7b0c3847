/** Logins and the credentials they end with: {@link dev.flowgate.auth.AuthProviders} is the entry. */
@NullMarked
package dev.flowgate.auth;

import org.jspecify.annotations.NullMarked;
