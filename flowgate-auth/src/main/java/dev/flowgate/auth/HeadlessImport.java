package dev.flowgate.auth;

import dev.flowgate.FlowGateException;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.CredentialImporter;
import dev.flowgate.auth.spi.ImportedCredential;
import dev.flowgate.event.FlowGateEvent;
import dev.flowgate.file.AtomicFile;
import dev.flowgate.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Has another program's credentials read, and writes them where CLIProxyAPI finds them. */
final class HeadlessImport {
    /** Mail addresses are parts of names; nothing may lead out of the folder, and nothing may be hidden. */
    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._@+-]{0,180}\\.json");

    private final Surroundings surroundings;
    private final Selection selection;

    HeadlessImport(Surroundings surroundings, Selection selection) {
        this.surroundings = surroundings;
        this.selection = selection;
    }

    List<ImportedFile> run(String provider, ImportOptions options) {
        FlowGateEvent event = FlowGateEvent.of("auth_import").withProvider(provider);
        try {
            List<ImportedFile> written = importFrom(provider, options);
            surroundings
                    .events()
                    .accept(event.withResult("success")
                            .withDetail(written.size() == 1 ? "1 credential" : written.size() + " credentials"));
            return written;
        } catch (FlowGateException failure) {
            surroundings.events().accept(event.withResult("failed").withDetail(Texts.reason(failure)));
            throw failure;
        }
    }

    private List<ImportedFile> importFrom(String provider, ImportOptions options) {
        CredentialImporter importer = surroundings
                .registry()
                .importer(provider)
                .orElseThrow(() -> new AuthException("There is nothing that imports credentials of '"
                        + Texts.oneLine(provider) + "'. There is for: "
                        + String.join(", ", surroundings.registry().importerProviders()) + "."));
        ProviderContext context = selection.context(provider);
        Path source = options.source() == null ? find(importer, context) : existing(options.source());
        Path folder = options.destinationDirectory() == null
                ? context.authDirectory()
                : options.destinationDirectory().toAbsolutePath().normalize();
        List<ImportedFile> written = new ArrayList<>();
        for (ImportedCredential credential : read(importer, source, context)) {
            written.add(write(provider, source, folder, credential));
        }
        return List.copyOf(written);
    }

    private static List<ImportedCredential> read(CredentialImporter importer, Path source, ProviderContext context) {
        try {
            return importer.read(source, context);
        } catch (IOException unreadable) {
            throw new AuthException(source + " cannot be read: " + Texts.reason(unreadable), unreadable);
        } catch (FlowGateException told) {
            throw told;
        } catch (RuntimeException | LinkageError mistake) {
            throw new AuthException("The importer " + importer.getClass().getName() + " made a mistake with " + source
                    + ": " + mistake.getClass().getName() + ". Tell its author.");
        }
    }

    private static ImportedFile write(String provider, Path source, Path folder, ImportedCredential credential) {
        if (!FILE_NAME.matcher(credential.fileName()).matches()) {
            throw new AuthException("The importer of " + provider + " names a file '"
                    + Texts.oneLine(credential.fileName()) + "', which cannot be a credential's. Tell its author.");
        }
        Path file = folder.resolve(credential.fileName());
        try {
            AtomicFile.write(file, JsonText.indented(credential.content()) + "\n");
        } catch (IOException failed) {
            throw new AuthException(
                    "The credential cannot be written to " + file + ": " + Texts.reason(failed), failed);
        }
        return new ImportedFile(
                provider, source, file, credential.account(), credential.expiresAt(), credential.warnings());
    }

    private static Path existing(Path source) {
        Path file = source.toAbsolutePath().normalize();
        if (!Files.isRegularFile(file)) {
            throw new AuthException(file + " is not a file. Name the other program's credential file (--source).");
        }
        return file;
    }

    private static Path find(CredentialImporter importer, ProviderContext context) {
        List<Path> places = importer.sources(context);
        return places.stream()
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new AuthException("There is no credential of " + context.provider()
                        + " to import. Looked for: "
                        + String.join(", ", places.stream().map(Path::toString).toList())
                        + ". Log in with the other program first, or name its file (--source)."));
    }
}
