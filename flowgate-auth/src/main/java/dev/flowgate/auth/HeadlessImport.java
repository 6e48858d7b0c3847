package dev.flowgate.auth;

import dev.flowgate.auth.cliproxy.AuthDirectory;
import dev.flowgate.auth.http.ServerText;
import dev.flowgate.auth.imports.CredentialImport;
import dev.flowgate.auth.imports.SavedCredential;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.CredentialImporter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Has another program's credentials read, and written to where CLIProxyAPI finds them. */
final class HeadlessImport {
    private final Surroundings surroundings;
    private final Selection selection;

    HeadlessImport(Surroundings surroundings, Selection selection) {
        this.surroundings = surroundings;
        this.selection = selection;
    }

    List<ImportedFile> run(String provider, ImportOptions options) {
        return surroundings
                .recordingFailure("auth_import", provider, () -> prepare(provider, options))
                .run();
    }

    /** An import that records how it ends. */
    private record Prepared(
            CredentialImport credentials, @Nullable Path source, Path folder, String provider) {
        List<ImportedFile> run() {
            return credentials.run(source, folder).stream()
                    .map(saved -> imported(provider, saved))
                    .toList();
        }
    }

    private Prepared prepare(String provider, ImportOptions options) {
        CredentialImporter importer = surroundings
                .registry()
                .importer(provider)
                .orElseThrow(() -> new AuthException("There is nothing that imports credentials of '"
                        + ServerText.quote(provider) + "'. There is for: "
                        + String.join(", ", surroundings.registry().importerProviders()) + "."));
        ProviderContext context = selection.context(provider);
        Path folder = options.destinationDirectory() == null
                ? AuthDirectory.of(context)
                : options.destinationDirectory().toAbsolutePath().normalize();
        return new Prepared(
                new CredentialImport(importer, context, surroundings.events()), options.source(), folder, provider);
    }

    private static ImportedFile imported(String provider, SavedCredential saved) {
        return new ImportedFile(
                provider,
                saved.source(),
                saved.file(),
                saved.changed(),
                saved.account(),
                saved.expiresAt(),
                saved.warnings());
    }
}
