package dev.flowgate.auth.oauth;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Judges an authorization response (RFC 6749, sections 4.1.2 and 4.1.2.1).
 *
 * @param state what was sent, which the answer must repeat
 * @param issuer who must have answered, when the answer says so (RFC 9207); null when that is not known
 * @param namesIssuer whether the answer has to say so
 */
record RedirectCheck(String state, @Nullable String issuer, boolean namesIssuer) {

    /** Judges the query of the address that a browser ended at; null when it has none. */
    RedirectAnswer judge(@Nullable String rawQuery) {
        Optional<Map<String, String>> parsed = parameters(rawQuery == null ? "" : rawQuery);
        if (parsed.isEmpty()) {
            return new RedirectAnswer.Stray("The address names a parameter twice or is not encoded rightly.");
        }
        Map<String, String> parameters = parsed.get();
        String given = parameters.get("state");
        if (given == null || !MessageDigest.isEqual(bytes(given), bytes(state))) {
            return new RedirectAnswer.Stray(
                    given == null
                            ? "The address has no state in it, so it is not the answer to this login."
                            : "The address belongs to another login: its state is not the one of this login.");
        }
        Optional<RedirectAnswer> mixUp = mixUp(parameters.get("iss"));
        if (mixUp.isPresent()) {
            return mixUp.get();
        }
        Optional<OauthError> error = OauthError.read(parameters, List.of(state));
        if (error.isPresent()) {
            return new RedirectAnswer.Refused(error.get());
        }
        String code = parameters.get("code");
        return code == null || code.isBlank()
                ? new RedirectAnswer.Stray("The address has neither a code nor an error in it.")
                : new RedirectAnswer.Code(code);
    }

    /** RFC 9207, section 2.4: a code of another issuer must not be sent to this one. */
    private Optional<RedirectAnswer> mixUp(@Nullable String answering) {
        if (answering == null ? !namesIssuer : issuer == null || issuer.equals(answering)) {
            return Optional.empty();
        }
        return Optional.of(new RedirectAnswer.Mistrusted(
                answering == null
                        ? "The answer does not name its issuer, although the provider promises it."
                        : "The answer names another issuer than the configured one."));
    }

    private static Optional<Map<String, String>> parameters(String rawQuery) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : rawQuery.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals <= 0) {
                continue;
            }
            try {
                String name = decode(pair.substring(0, equals));
                // RFC 6749, section 3.1: no parameter may come more than once.
                if (parameters.put(name, decode(pair.substring(equals + 1))) != null) {
                    return Optional.empty();
                }
            } catch (IllegalArgumentException malformed) {
                return Optional.empty();
            }
        }
        return Optional.of(parameters);
    }

    @Override
    public String toString() {
        return "RedirectCheck[issuer=" + issuer + "]";
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
