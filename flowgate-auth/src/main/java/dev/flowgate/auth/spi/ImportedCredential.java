package dev.flowgate.auth.spi;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A credential that was read from another program's file, as the file that is to be written for CLIProxyAPI. Its
 * {@link #toString()} shows no token.
 *
 * @param fileName the file's name, ending in {@code .json}; the same account always gives the same name
 * @param content the file's members, in order; maps, lists, texts, numbers and booleans, never null; unmodifiable
 * @param account whose it is; null when that is not known
 * @param expiresAt when it ends; null when that is not known
 * @param warnings sentences for the user, such as that a refresh token is shared; unmodifiable
 */
public record ImportedCredential(
        String fileName,
        Map<String, Object> content,
        @Nullable String account,
        @Nullable Instant expiresAt,
        List<String> warnings) {

    /** Copies content and warnings. */
    public ImportedCredential {
        content = Collections.unmodifiableMap(new LinkedHashMap<>(content));
        warnings = List.copyOf(warnings);
    }

    @Override
    public String toString() {
        return "ImportedCredential[" + fileName + ", account=" + account + ", expiresAt=" + expiresAt + "]";
    }
}
