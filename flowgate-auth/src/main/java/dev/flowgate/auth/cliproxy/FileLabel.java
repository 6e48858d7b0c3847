package dev.flowgate.auth.cliproxy;

import dev.flowgate.auth.time.ServerExpiry;
import dev.flowgate.json.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a file that CLIProxyAPI keeps a credential in tells about it, without the credential.
 *
 * @param type whose credential it is
 * @param account whose it is; null when that is not known
 * @param expiresAt when the access token ends; null when it does not, or that is not known
 * @param refreshed when it was renewed last; null when that is not known
 * @param renewable whether there is something to renew it with
 */
record FileLabel(
        String type,
        @Nullable String account,
        @Nullable Instant expiresAt,
        @Nullable Instant refreshed,
        boolean renewable) {

    private static final int LARGEST = 1024 * 1024;

    private static final List<String> REFRESHED = List.of("last_refresh", "lastRefresh", "last_refreshed_at");

    /** Reads a file; empty when it is none, too long, or holds no credential that the server would take. */
    static Optional<FileLabel> read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (var in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(LARGEST + 1);
            return content.length > LARGEST ? Optional.empty() : parse(new String(content, StandardCharsets.UTF_8));
        }
    }

    private static Optional<FileLabel> parse(String text) {
        Map<String, @Nullable Object> members;
        try {
            members = JsonText.readObject(text);
        } catch (IOException notJson) {
            // Somebody else's file, or one that is just being written.
            return Optional.empty();
        }
        String type = JsonFields.text(members, "type");
        if (type == null) {
            return Optional.empty();
        }
        Map<?, ?> token = members.get("token") instanceof Map<?, ?> inner ? inner : Map.of();
        String email = JsonFields.text(members, "email");
        return Optional.of(new FileLabel(
                type,
                email == null ? JsonFields.text(members, "username") : email,
                ServerExpiry.of(members).orElse(null),
                ServerExpiry.first(REFRESHED, members).orElse(null),
                JsonFields.text(members, "refresh_token") != null || JsonFields.text(token, "refresh_token") != null));
    }
}
