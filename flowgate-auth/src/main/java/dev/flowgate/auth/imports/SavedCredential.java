package dev.flowgate.auth.imports;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A credential that lies in the folder that CLIProxyAPI reads.
 *
 * @param source the file that it was taken from
 * @param file the file that it is in now
 * @param changed whether the file was written; false when the same credential was there already
 * @param account whose it is; null when that is not known
 * @param expiresAt when it ends unless it is renewed; null when that is not known
 * @param warnings sentences for the user; unmodifiable
 */
public record SavedCredential(
        Path source,
        Path file,
        boolean changed,
        @Nullable String account,
        @Nullable Instant expiresAt,
        List<String> warnings) {

    /** Copies the warnings. */
    public SavedCredential {
        warnings = List.copyOf(warnings);
    }
}
