package dev.flowgate.auth.spi;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a login ends with. Its {@link #toString()} shows no token.
 *
 * @param accessToken the token or key that requests carry, not blank
 * @param refreshToken what a new access token is to be had for; null when there is none
 * @param expiresAt when the access token ends; null when it does not, or that is not known
 * @param account whose it is, such as a mail address; null when that is not known
 * @param details what else the method needs to remember, such as the scope; treated as secret; unmodifiable
 */
public record Credential(
        String accessToken,
        @Nullable String refreshToken,
        @Nullable Instant expiresAt,
        @Nullable String account,
        Map<String, String> details) {

    /**
     * Copies the details.
     *
     * @throws IllegalArgumentException if the access token is blank
     */
    public Credential {
        if (accessToken.isBlank()) {
            throw new IllegalArgumentException("The access token must not be blank.");
        }
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }

    /**
     * Creates a credential that does not end and cannot be renewed, such as an API key.
     *
     * @param key the key, not blank
     * @return the credential
     */
    public static Credential key(String key) {
        return new Credential(key, null, null, null, Map.of());
    }

    @Override
    public String toString() {
        return "Credential[account=" + account + ", expiresAt=" + expiresAt + ", renewable=" + (refreshToken != null)
                + "]";
    }
}
