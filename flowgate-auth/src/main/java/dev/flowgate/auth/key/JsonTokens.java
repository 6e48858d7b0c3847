package dev.flowgate.auth.key;

import dev.flowgate.auth.http.ServerText;
import dev.flowgate.auth.jwt.JwtClaims;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.time.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds a token, its end and its owner in a JSON object of somebody else's making. */
final class JsonTokens {
    /** What programs call the end of a token. */
    private static final List<String> EXPIRY =
            List.of("expires_at", "expiresAt", "expiry", "expiry_date", "expired", "expires");

    private static final List<String> ACCOUNT = List.of("email", "account");

    private static final int MAX_CANDIDATES = 8;

    private JsonTokens() {}

    static FileToken read(Map<String, @Nullable Object> root, TokenFileSettings settings) {
        String path = settings.tokenPath()
                .orElseThrow(() -> new AuthException("The token file " + settings.file() + " is a JSON object. Set "
                        + settings.path() + ".token_path to where the token is in it" + candidates(root) + "."));
        List<Map<String, @Nullable Object>> around = new ArrayList<>();
        @Nullable Object found = root;
        for (String name : Arrays.asList(path.split("\\.", -1))) {
            Map<String, @Nullable Object> object = object(found);
            around.add(0, object);
            found = object.get(name);
        }
        if (!(found instanceof String token) || token.isBlank()) {
            throw new AuthException("There is no text at " + path + " in the token file " + settings.file()
                    + ". Correct " + settings.path() + ".token_path" + candidates(root) + ".");
        }
        JwtClaims claims = JwtClaims.read(token.strip());
        return new FileToken(
                token.strip(),
                expiry(around).or(claims::expiresAt).orElse(null),
                account(around).or(claims::account).orElse(null));
    }

    /** Beside the token before further out: the inner object speaks of the token alone. */
    private static Optional<Instant> expiry(List<Map<String, @Nullable Object>> around) {
        for (Map<String, @Nullable Object> object : around) {
            for (String name : EXPIRY) {
                Optional<Instant> end = Timestamp.read(object.get(name));
                if (end.isPresent()) {
                    return end;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> account(List<Map<String, @Nullable Object>> around) {
        for (Map<String, @Nullable Object> object : around) {
            for (String name : ACCOUNT) {
                if (object.get(name) instanceof String account && !account.isBlank()) {
                    return Optional.of(ServerText.quote(account));
                }
            }
        }
        return Optional.empty();
    }

    /** Names places that sound like a token, never what is there. */
    private static String candidates(Map<String, @Nullable Object> root) {
        List<String> found = new ArrayList<>();
        collect(root, "", found);
        return found.isEmpty() ? "" : "; candidates: " + String.join(", ", found);
    }

    private static void collect(Map<String, @Nullable Object> object, String prefix, List<String> found) {
        object.forEach((name, value) -> {
            String folded = name.toLowerCase(Locale.ROOT);
            if (found.size() < MAX_CANDIDATES
                    && value instanceof String
                    && (folded.contains("token") || folded.contains("key"))) {
                found.add(ServerText.quote(prefix + name));
            } else if (value instanceof Map<?, ?> && prefix.isEmpty()) {
                collect(object(value), name + ".", found);
            }
        });
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> object(@Nullable Object value) {
        return value instanceof Map<?, ?> ? (Map<String, @Nullable Object>) value : Map.of();
    }
}
