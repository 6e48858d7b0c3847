/** What tokens say about themselves: {@link dev.flowgate.auth.jwt.JwtClaims} is the entry. */
@NullMarked
package dev.flowgate.auth.jwt;

import org.jspecify.annotations.NullMarked;
