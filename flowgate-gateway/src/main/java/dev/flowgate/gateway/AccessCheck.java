package dev.flowgate.gateway;

import dev.flowgate.secret.Secret;
import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;

/** Whether a request carries the master key, as a bearer token or as {@code x-api-key}: either is enough. */
final class AccessCheck {
    private static final String SCHEME = "Bearer ";

    private AccessCheck() {}

    static boolean allows(@Nullable Secret masterKey, MultiMap headers) {
        if (masterKey == null) {
            return true;
        }
        String apiKey = headers.get("x-api-key");
        if (apiKey != null && masterKey.matches(apiKey.strip())) {
            return true;
        }
        String authorization = headers.get("authorization");
        return authorization != null
                && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && masterKey.matches(authorization.substring(SCHEME.length()).strip());
    }
}
