/** Logins and the credentials they end with. */
@NullMarked
package dev.flowgate.auth;

import org.jspecify.annotations.NullMarked;
