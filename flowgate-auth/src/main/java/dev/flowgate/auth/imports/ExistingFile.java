package dev.flowgate.auth.imports;

import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.ImportedCredential;
import dev.flowgate.auth.time.ServerExpiry;
import dev.flowgate.json.JsonText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A file that CLIProxyAPI has already, and what becomes of it when its account is imported again. */
final class ExistingFile {
    private static final String TYPE = "type";
    private static final String TOKEN = "token";
    private static final String REFRESH_TOKEN = "refresh_token";
    private static final String LAST_REFRESH = "last_refresh";
    /** What belongs to one login, and must not outlive it. The rest is the user's or the server's. */
    private static final Set<String> OF_A_LOGIN = Set.of(
            "access_token", REFRESH_TOKEN, "id_token", "token_type", "scope", "expires_in", "timestamp", LAST_REFRESH);
    /** What tells accounts apart: two files of one account differ in none of those that both have. */
    private static final List<String> IDENTITY =
            List.of("email", "username", "account_id", "organization_uuid", "project_id", "profile_arn");

    private static final List<String> NAMES = List.of("email", "username");

    private final Path file;
    private final Map<String, @Nullable Object> members;

    private ExistingFile(Path file, Map<String, @Nullable Object> members) {
        this.file = file;
        this.members = members;
    }

    static ExistingFile read(Path file) throws IOException {
        try {
            return new ExistingFile(file, JsonObjectFile.read(file, JsonObjectFile.CREDENTIALS));
        } catch (UnusableFileException unusable) {
            throw new AuthException("The credential would replace " + file + ", which " + unusable.getMessage()
                    + ". Move it away, and import again.");
        }
    }

    /** Reads a file that may be anything; empty when it is no credential. */
    static Optional<ExistingFile> readable(Path file) {
        try {
            return Optional.of(new ExistingFile(file, JsonObjectFile.read(file, JsonObjectFile.CREDENTIALS)));
        } catch (IOException notOurs) {
            // The server does not use it either, so that it cannot be this account's credential.
            return Optional.empty();
        }
    }

    Path file() {
        return file;
    }

    boolean disabled() {
        return Boolean.TRUE.equals(members.get("disabled"));
    }

    ExistingFile requireType(Map<String, Object> imported) {
        if (!Objects.equals(members.get(TYPE), imported.get(TYPE))) {
            throw new AuthException("The credential would replace " + file
                    + ", which holds one of another kind. Move it away, and import again.");
        }
        return this;
    }

    /** Tells whether both have one account or one refresh token, which two files must never share. */
    boolean hasAccountOf(Map<String, Object> imported) {
        if (!Objects.equals(members.get(TYPE), imported.get(TYPE))) {
            return false;
        }
        Object refreshToken = imported.get(REFRESH_TOKEN);
        if (refreshToken != null && refreshToken.equals(members.get(REFRESH_TOKEN))) {
            return true;
        }
        return NAMES.stream().anyMatch(name -> both(imported, name))
                && IDENTITY.stream()
                        .filter(name -> both(imported, name))
                        .allMatch(name -> Objects.equals(members.get(name), imported.get(name)));
    }

    /**
     * Checks that an import does not bring back an older login: the server has renewed this one since, which has made the
     * other program's copy worthless where refresh tokens work only once.
     */
    void requireNotNewer(ImportedCredential imported, Path source) {
        Instant importedEnd = imported.expiresAt();
        Instant end = ServerExpiry.of(members).orElse(null);
        if (importedEnd != null && end != null && importedEnd.isBefore(end) && !sameTokens(imported.content())) {
            throw new AuthException(file + " is newer than " + source + ": it ends at " + end + ", and the other at "
                    + importedEnd
                    + ". It is left as it is, because CLIProxyAPI has probably renewed it. To import all the"
                    + " same, remove it first.");
        }
    }

    /** Returns this file's content with an imported login in place of its own. */
    Map<String, @Nullable Object> with(Map<String, Object> imported) {
        Map<String, @Nullable Object> merged = merge(members, imported);
        if (members.get(TOKEN) instanceof Map<?, ?> ours && imported.get(TOKEN) instanceof Map<?, ?> theirs) {
            merged.put(TOKEN, merge(ours, theirs));
        }
        return merged;
    }

    /** Tells whether a content is this file's but for the time of the last refresh, which an import takes for now. */
    boolean holds(Map<String, ?> content) {
        return comparable(content).equals(comparable(members));
    }

    private boolean both(Map<String, Object> imported, String name) {
        return members.get(name) != null && imported.get(name) != null;
    }

    private boolean sameTokens(Map<String, Object> imported) {
        return Objects.equals(
                login(imported).get("access_token"), login(members).get("access_token"));
    }

    private static Map<?, ?> login(Map<String, ?> content) {
        return content.get(TOKEN) instanceof Map<?, ?> token ? token : content;
    }

    private static Map<String, @Nullable Object> merge(Map<?, ?> before, Map<?, ?> imported) {
        Map<String, @Nullable Object> merged = new LinkedHashMap<>();
        imported.forEach((name, value) -> merged.put(String.valueOf(name), value));
        before.forEach((key, value) -> {
            String name = String.valueOf(key);
            if (!OF_A_LOGIN.contains(name) && !ServerExpiry.NAMES.contains(name)) {
                merged.putIfAbsent(name, value);
            }
        });
        return merged;
    }

    private static String comparable(Map<String, ?> content) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(content);
        copy.remove(LAST_REFRESH);
        return JsonText.canonical(copy);
    }
}
