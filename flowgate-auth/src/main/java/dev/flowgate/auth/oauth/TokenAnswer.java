package dev.flowgate.auth.oauth;

import dev.flowgate.auth.jwt.JwtClaims;
import dev.flowgate.auth.spi.AuthContext;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.Credential;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the successful answer of a token endpoint (RFC 6749, section 5.1). */
final class TokenAnswer {
    private static final String SCOPE = "scope";

    /** Longer than anybody cares to know, and short enough for every clock. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private TokenAnswer() {}

    /**
     * Reads a credential.
     *
     * @param members the members of the answer
     * @param endpoint the endpoint that gave it
     * @param scope what was asked for, which holds when the answer names none
     * @param previous the credential that this renews, whose parts go on where the answer has none; null after a login
     * @throws AuthException if there is no token in it, or one that requests cannot carry
     */
    static Credential read(
            Map<String, @Nullable Object> members,
            URI endpoint,
            AuthContext context,
            String scope,
            @Nullable Credential previous) {
        String accessToken = text(members, "access_token")
                .orElseThrow(() -> new AuthException("The token endpoint of " + context.provider()
                        + " answered without an access_token. Check its address: auth.providers."
                        + context.provider() + ".token_endpoint"));
        // RFC 6749, appendix A.12, without the space, at which a header would end the token (RFC 6750, section 2.1).
        if (accessToken.chars().anyMatch(character -> character <= ' ' || character > '~')) {
            throw new AuthException(context.provider() + " issued a token with characters in it that no request can"
                    + " carry (RFC 6750, section 2.1). Ask the provider for tokens without them.");
        }
        // RFC 6749, section 7.1: a token of a type that one does not understand must not be used.
        text(members, "token_type")
                .filter(type -> !type.equalsIgnoreCase("bearer"))
                .ifPresent(type -> {
                    throw new AuthException(context.provider() + " issued a token that is not of the type Bearer;"
                            + " FlowGate cannot use it. Register the client for bearer tokens.");
                });
        Optional<Credential> before = Optional.ofNullable(previous);
        String granted = text(members, SCOPE)
                .or(() -> before.map(credential -> credential.details().get(SCOPE)))
                .orElse(scope);
        Map<String, String> details = new LinkedHashMap<>();
        details.put(TokenOrigin.DETAIL, TokenOrigin.of(endpoint));
        if (!granted.isEmpty()) {
            details.put(SCOPE, granted);
        }
        return new Credential(
                accessToken,
                text(members, "refresh_token")
                        .or(() -> before.map(Credential::refreshToken))
                        .orElse(null),
                expiresAt(members.get("expires_in"), context.clock().instant()),
                text(members, "id_token")
                        .map(JwtClaims::read)
                        .flatMap(JwtClaims::account)
                        .or(() -> before.map(Credential::account))
                        .orElse(null),
                details);
    }

    private static @Nullable Instant expiresAt(@Nullable Object expiresIn, Instant now) {
        return seconds(expiresIn).map(now::plus).orElse(null);
    }

    /** A number of seconds, which some servers send as a text; empty when it is none, or not more than 0. */
    static Optional<Duration> seconds(@Nullable Object value) {
        if (!(value instanceof Number || value instanceof String)) {
            return Optional.empty();
        }
        try {
            BigDecimal seconds = new BigDecimal(value.toString());
            if (seconds.signum() <= 0) {
                return Optional.empty();
            }
            BigDecimal longest = BigDecimal.valueOf(LONGEST.toSeconds());
            return Optional.of(Duration.ofSeconds(
                    seconds.min(longest).setScale(0, RoundingMode.CEILING).longValue()));
        } catch (NumberFormatException noNumber) {
            // As if it were not there: RFC 6749 only recommends it.
            return Optional.empty();
        }
    }

    private static Optional<String> text(Map<String, @Nullable Object> members, String name) {
        return members.get(name) instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
    }
}
