package dev.flowgate.auth.cliproxy;

import dev.flowgate.auth.time.Timestamp;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A credential in the server's list. The list tells no token, and no expiry either.
 *
 * @param name the server's name for it, the file's name
 * @param type whose credential it is
 * @param account whose it is; null when that is not known
 * @param status such as {@code active}, {@code error}, {@code disabled}
 * @param statusMessage what the server says about the status; empty when nothing
 * @param disabled whether the server leaves it aside because it was told so
 * @param unavailable whether the server leaves it aside for now
 * @param runtimeOnly whether it is derived from another one and has no file
 * @param modified when its file was written last; null when that is not known
 * @param refreshed when it was renewed last; null when it was not, or that is not known
 * @param path its file; null when that is not known
 */
record AuthFile(
        String name,
        String type,
        @Nullable String account,
        String status,
        String statusMessage,
        boolean disabled,
        boolean unavailable,
        boolean runtimeOnly,
        @Nullable Instant modified,
        @Nullable Instant refreshed,
        @Nullable String path) {

    /** Reads an entry; null when it has no name. */
    static @Nullable AuthFile read(Map<?, ?> entry) {
        String name = JsonFields.text(entry, "name");
        if (name == null) {
            return null;
        }
        String email = JsonFields.text(entry, "email");
        String type = JsonFields.text(entry, "type");
        return new AuthFile(
                name,
                type == null ? "" : type,
                email == null ? JsonFields.text(entry, "account") : email,
                orEmpty(JsonFields.text(entry, "status")),
                orEmpty(JsonFields.text(entry, "status_message")),
                Boolean.TRUE.equals(entry.get("disabled")),
                Boolean.TRUE.equals(entry.get("unavailable")),
                Boolean.TRUE.equals(entry.get("runtime_only")),
                Timestamp.read(entry.get("modtime")).orElse(null),
                Timestamp.read(entry.get("last_refresh")).orElse(null),
                JsonFields.text(entry, "path"));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
