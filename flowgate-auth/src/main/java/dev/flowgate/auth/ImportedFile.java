package dev.flowgate.auth;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A credential of another program that lies where CLIProxyAPI reads it.
 *
 * @param provider whose it is
 * @param source the other program's file
 * @param file the file that it is in now
 * @param changed whether the file was written; false when the same credential was there already
 * @param account the account; null when that is not known
 * @param expiresAt when it ends; null when that is not known
 * @param warnings sentences for the user, such as that a refresh token is shared; unmodifiable
 */
public record ImportedFile(
        String provider,
        Path source,
        Path file,
        boolean changed,
        @Nullable String account,
        @Nullable Instant expiresAt,
        List<String> warnings) {

    /** Copies the warnings. */
    public ImportedFile {
        warnings = List.copyOf(warnings);
    }
}
