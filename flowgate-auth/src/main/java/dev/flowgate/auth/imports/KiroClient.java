package dev.flowgate.auth.imports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The client that Kiro registered for its login, and which alone can renew it.
 *
 * @param id its name; null when it could not be found
 * @param secret its secret; null when it could not be found
 * @param problem why there is none, as a sentence; empty when there is one
 */
record KiroClient(@Nullable String id, @Nullable String secret, String problem) {
    private static final Pattern HASH = Pattern.compile("[0-9A-Za-z_-]{1,128}");

    /**
     * Finds the client: in the login's own file, else in the file that its {@code clientIdHash} names, in the same folder
     * or in the cache.
     */
    static KiroClient of(SourceMembers login, Path source, Path cache) {
        String id = login.text("clientId").orElse(null);
        String secret = login.text("clientSecret").orElse(null);
        if (id != null && secret != null) {
            return new KiroClient(id, secret, "");
        }
        String hash = login.text("clientIdHash").orElse(null);
        if (hash == null) {
            return new KiroClient(id, secret, source + " names no registered client (clientIdHash).");
        }
        if (!HASH.matcher(hash).matches()) {
            return new KiroClient(id, secret, "The clientIdHash in " + source + " is no name of a file.");
        }
        return registered(hash, source, cache);
    }

    boolean complete() {
        return id != null && secret != null;
    }

    @Override
    public String toString() {
        return "KiroClient[complete=" + complete() + "]";
    }

    private static KiroClient registered(String hash, Path source, Path cache) {
        String name = hash + ".json";
        List<Path> places = List.copyOf(
                new LinkedHashSet<>(List.of(source.toAbsolutePath().resolveSibling(name), cache.resolve(name))));
        for (Path registration : places) {
            if (Files.exists(registration)) {
                return read(registration);
            }
        }
        return new KiroClient(
                null,
                null,
                "The registered client is not there: "
                        + String.join(", ", places.stream().map(Path::toString).toList()) + ".");
    }

    private static KiroClient read(Path registration) {
        try {
            Map<String, @Nullable Object> members = JsonObjectFile.read(registration, JsonObjectFile.CREDENTIALS);
            if (members.get("clientId") instanceof String id
                    && members.get("clientSecret") instanceof String secret
                    && !id.isBlank()
                    && !secret.isBlank()) {
                return new KiroClient(id.strip(), secret.strip(), "");
            }
            return new KiroClient(null, null, registration + " has no clientId and clientSecret.");
        } catch (UnusableFileException unusable) {
            return new KiroClient(null, null, registration + " " + unusable.getMessage() + ".");
        } catch (IOException failure) {
            return new KiroClient(null, null, registration + " cannot be read.");
        }
    }
}
