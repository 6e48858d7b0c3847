package dev.flowgate.auth.jwt;

import dev.flowgate.auth.http.ServerText;
import dev.flowgate.json.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a JSON Web Token (RFC 7519) says. The signature is <em>not</em> checked: the claims are a label to show and a hint
 * when to renew, never a reason to trust somebody.
 */
public final class JwtClaims {
    private static final int PARTS = 3;
    private static final List<String> ACCOUNT = List.of("email", "preferred_username", "sub");

    private final Map<String, @Nullable Object> claims;

    private JwtClaims(Map<String, @Nullable Object> claims) {
        this.claims = claims;
    }

    /**
     * Reads a token.
     *
     * @param token a text that may be a signed JSON Web Token
     * @return its claims; empty when it is none, as with a token that only its issuer understands
     */
    public static Optional<JwtClaims> read(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != PARTS) {
            return Optional.empty();
        }
        try {
            byte[] payload = Base64.getUrlDecoder().decode(parts[1]);
            return Optional.of(new JwtClaims(JsonText.readObject(new String(payload, StandardCharsets.UTF_8))));
        } catch (IllegalArgumentException | IOException opaque) {
            // A token need not be readable for anybody but its issuer (RFC 6749, section 1.4).
            return Optional.empty();
        }
    }

    /**
     * Returns whose the token is.
     *
     * @return the first that is there of {@code email}, {@code preferred_username} and {@code sub}, fit to be shown
     */
    public Optional<String> account() {
        return ACCOUNT.stream()
                .map(claims::get)
                .filter(String.class::isInstance)
                .map(name -> ServerText.quote((String) name))
                .filter(name -> !name.isBlank())
                .findFirst();
    }

    /**
     * Returns when the token ends.
     *
     * @return its {@code exp}; empty when it has none
     */
    public Optional<Instant> expiresAt() {
        try {
            return claims.get("exp") instanceof Number seconds
                    ? Optional.of(Instant.ofEpochSecond(seconds.longValue()))
                    : Optional.empty();
        } catch (DateTimeException outOfRange) {
            // A time that no clock shows is no end.
            return Optional.empty();
        }
    }
}
