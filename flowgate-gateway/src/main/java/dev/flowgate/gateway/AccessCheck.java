package dev.flowgate.gateway;

import dev.flowgate.secret.Secret;
import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request carries the master key, in any of the places where clients put theirs: as a bearer token, as
 * Anthropic's {@code x-api-key} or as Azure's {@code api-key}. One is enough.
 */
final class AccessCheck {
    /** What to do about a refusal. */
    static final String ADVICE =
            "Send the gateway's master key as 'Authorization: Bearer KEY', 'x-api-key: KEY' or 'api-key: KEY'.";

    private static final String SCHEME = "Bearer ";
    private static final String AUTHORIZATION = "authorization";
    private static final String ANTHROPIC = "x-api-key";
    private static final String AZURE = "api-key";

    private AccessCheck() {}

    static boolean allows(@Nullable Secret masterKey, MultiMap headers) {
        if (masterKey == null || matches(masterKey, headers.get(ANTHROPIC)) || matches(masterKey, headers.get(AZURE))) {
            return true;
        }
        String authorization = headers.get(AUTHORIZATION);
        return authorization != null
                && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && matches(masterKey, authorization.substring(SCHEME.length()));
    }

    private static boolean matches(Secret masterKey, @Nullable String key) {
        return key != null && masterKey.matches(key.strip());
    }

    /** Whether there is any key at all. */
    static boolean hasKey(MultiMap headers) {
        return headers.contains(AUTHORIZATION) || headers.contains(ANTHROPIC) || headers.contains(AZURE);
    }
}
