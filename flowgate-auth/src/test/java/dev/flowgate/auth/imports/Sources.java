package dev.flowgate.auth.imports;

import dev.flowgate.auth.TestContext;
import dev.flowgate.auth.spi.CredentialImporter;
import dev.flowgate.auth.spi.ImportedCredential;
import dev.flowgate.file.AtomicFile;
import dev.flowgate.json.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A home folder with the files that other programs write, with made-up tokens. */
record Sources(Path home) {
    /** What the clock of a new {@link TestContext} shows. */
    static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    TestContext context(String provider) {
        return TestContext.of(provider, home.resolve("project")).variable("HOME", home.toString());
    }

    Path write(String file, String text) {
        try {
            Path target = home.resolve(file);
            AtomicFile.write(target, text);
            return target;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Path write(String file, Map<String, ?> members) {
        return write(file, JsonText.indented(members));
    }

    static ImportedCredential only(CredentialImporter importer, Path source, TestContext context) throws IOException {
        List<ImportedCredential> credentials = importer.read(source, context);
        if (credentials.size() != 1) {
            throw new AssertionError(credentials);
        }
        return credentials.get(0);
    }

    static String jwt(Map<String, ?> claims) {
        return part("{\"alg\":\"none\"}") + "." + part(JsonText.compact(claims)) + "."
                + part(Optional.ofNullable(claims.get("sub"))
                        .orElse("signature")
                        .toString());
    }

    private static String part(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
