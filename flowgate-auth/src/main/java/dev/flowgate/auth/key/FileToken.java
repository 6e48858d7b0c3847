package dev.flowgate.auth.key;

import dev.flowgate.auth.spi.Credential;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a token file holds. Its {@link #toString()} shows no token.
 *
 * @param value the token
 * @param expiresAt when it ends; null when the file does not say
 * @param account whose it is; null when it does not say
 */
record FileToken(
        String value, @Nullable Instant expiresAt, @Nullable String account) {

    boolean isExpired(Instant now) {
        return expiresAt != null && !expiresAt.isAfter(now);
    }

    /** A linked credential is renewed from its file: the file stands where others have a refresh token. */
    Credential credential(TokenFileSettings settings) {
        return new Credential(
                value, settings.link() ? settings.file().toUri().toString() : null, expiresAt, account, Map.of());
    }

    @Override
    public String toString() {
        return "FileToken[account=" + account + ", expiresAt=" + expiresAt + "]";
    }
}
