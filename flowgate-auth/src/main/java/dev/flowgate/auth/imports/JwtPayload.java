package dev.flowgate.auth.imports;

import dev.flowgate.json.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The claims of a JSON Web Token (RFC 7519), read without checking its signature. They name an account and tell when a
 * token ends; nothing is allowed because of them. A token that is malformed, or no JSON Web Token, has no claims.
 */
final class JwtPayload {
    private static final int PARTS = 3;

    private final Map<?, ?> claims;

    private JwtPayload(Map<?, ?> claims) {
        this.claims = claims;
    }

    static JwtPayload of(@Nullable String token) {
        String[] parts = token == null ? new String[0] : token.split("\\.", -1);
        if (parts.length != PARTS) {
            return new JwtPayload(Map.of());
        }
        try {
            byte[] payload = Base64.getUrlDecoder().decode(parts[1]);
            return new JwtPayload(JsonText.readObject(new String(payload, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException | IOException malformed) {
            // Access tokens may have any form that their issuer likes (RFC 6749, section 1.4).
            return new JwtPayload(Map.of());
        }
    }

    /** Returns a claim that is a text fit to be shown. */
    Optional<String> text(String claim) {
        return claims.get(claim) instanceof String text ? AccountName.printable(text) : Optional.empty();
    }

    /** Returns the claims that are grouped in a claim; none when there is no such group. */
    JwtPayload group(String claim) {
        return new JwtPayload(claims.get(claim) instanceof Map<?, ?> group ? group : Map.of());
    }

    /** Returns the end of the token, from {@code exp} (RFC 7519, section 4.1.4). */
    Optional<Instant> expiresAt() {
        return claims.get("exp") instanceof Number seconds ? Timestamp.ofSeconds(seconds) : Optional.empty();
    }
}
