package dev.flowgate.auth;

import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.Credential;
import dev.flowgate.auth.spi.CredentialStore;
import dev.flowgate.file.AtomicFile;
import dev.flowgate.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Credentials as files of one folder, {@code <provider>.json} each, with mode 0600 in a folder with mode 0700. Members that
 * this version does not know survive a rewrite. {@link dev.flowgate.secret.SecretReference.StoredCredential} reads the
 * same files for the engine.
 */
final class FileCredentialStore implements CredentialStore {
    private final Path directory;
    private final Clock clock;

    FileCredentialStore(Path directory, Clock clock) {
        this.directory = directory.toAbsolutePath().normalize();
        this.clock = clock;
    }

    @Override
    public Optional<Credential> read(String provider) throws IOException {
        return readFile(provider).map(StoredFile::credential);
    }

    /** Reads a credential with what is noted beside it. */
    Optional<StoredFile> readFile(String provider) throws IOException {
        Map<String, @Nullable Object> members = members(provider);
        return members == null ? Optional.empty() : Optional.of(StoredFile.of(location(provider), members));
    }

    @Override
    public void write(String provider, Credential credential) throws IOException {
        Map<String, @Nullable Object> members;
        try {
            members = members(provider);
        } catch (AuthException damaged) {
            // The new credential is the cure; nothing can be kept of what nobody can read.
            members = null;
        }
        AtomicFile.write(
                location(provider),
                JsonText.indented(StoredFile.members(members == null ? Map.of() : members, credential, clock.instant()))
                        + "\n");
    }

    /** Notes how renewals went, beside a credential that is there. */
    void note(String provider, RenewalNote note) throws IOException {
        rewrite(provider, members -> {
            members.put(StoredFile.RENEWAL, note.members());
            return members;
        });
    }

    private void rewrite(String provider, UnaryOperator<Map<String, @Nullable Object>> change) throws IOException {
        Map<String, @Nullable Object> members = members(provider);
        if (members != null) {
            AtomicFile.write(location(provider), JsonText.indented(change.apply(new LinkedHashMap<>(members))) + "\n");
        }
    }

    @Override
    public boolean delete(String provider) throws IOException {
        return Files.deleteIfExists(location(provider));
    }

    @Override
    public Path location(String provider) {
        return ProviderNames.stored(directory, provider).path();
    }

    private @Nullable Map<String, @Nullable Object> members(String provider) throws IOException {
        Path file = location(provider);
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException absent) {
            return null;
        }
        try {
            return JsonText.readObject(text);
        } catch (IOException malformed) {
            // Not as the cause: a parser quotes what it read.
            throw StoredFile.damaged(file, "it is not a JSON object");
        }
    }
}
