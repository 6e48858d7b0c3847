package dev.flowgate.auth.jwt;

import dev.flowgate.auth.http.ServerText;
import dev.flowgate.json.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

    /** The end of the year 9999, the last that RFC 3339 can write. */
    private static final long LAST = 253_402_300_799L;

    private static final List<String> ACCOUNT = List.of("email", "preferred_username", "sub");

    private static final JwtClaims NONE = new JwtClaims(Map.of());

    private final Map<?, ?> claims;

    private JwtClaims(Map<?, ?> claims) {
        this.claims = claims;
    }

    /**
     * Reads a token.
     *
     * @param token a text that may be a signed JSON Web Token; null when there is none
     * @return its claims; none when it is no such token, as one that only its issuer understands
     */
    public static JwtClaims read(@Nullable String token) {
        String[] parts = token == null ? new String[0] : token.split("\\.", -1);
        if (parts.length != PARTS) {
            return NONE;
        }
        try {
            byte[] payload = Base64.getUrlDecoder().decode(parts[1]);
            return new JwtClaims(JsonText.readObject(new String(payload, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException | IOException opaque) {
            // A token need not be readable for anybody but its issuer (RFC 6749, section 1.4).
            return NONE;
        }
    }

    /**
     * Returns a claim that is a text.
     *
     * @param claim the claim's name
     * @return its value as it is; empty when there is none, or it is blank
     */
    public Optional<String> text(String claim) {
        return claims.get(claim) instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
    }

    /**
     * Returns the claims that are grouped in a claim.
     *
     * @param claim the claim's name
     * @return the claims in it; none when there is no such group
     */
    public JwtClaims group(String claim) {
        return claims.get(claim) instanceof Map<?, ?> group ? new JwtClaims(group) : NONE;
    }

    /**
     * Returns whose the token is.
     *
     * @return the first that is there of {@code email}, {@code preferred_username} and {@code sub}, fit to be shown
     */
    public Optional<String> account() {
        return ACCOUNT.stream()
                .flatMap(claim -> text(claim).stream())
                .map(ServerText::quote)
                .filter(name -> !name.isBlank())
                .findFirst();
    }

    /**
     * Returns when the token ends.
     *
     * @return its {@code exp} (RFC 7519, section 4.1.4); empty when it has none, or one that no calendar has
     */
    public Optional<Instant> expiresAt() {
        return claims.get("exp") instanceof Number seconds && seconds.longValue() >= 0 && seconds.longValue() <= LAST
                ? Optional.of(Instant.ofEpochSecond(seconds.longValue()))
                : Optional.empty();
    }
}
