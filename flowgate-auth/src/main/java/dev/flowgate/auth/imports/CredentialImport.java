package dev.flowgate.auth.imports;

import dev.flowgate.FlowGateException;
import dev.flowgate.auth.spi.AuthContext;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.CredentialImporter;
import dev.flowgate.auth.spi.ImportedCredential;
import dev.flowgate.auth.time.Timestamp;
import dev.flowgate.event.FlowGateEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes over another program's logins for CLIProxyAPI, and records the event {@code auth_import} for each, or for the
 * failure. Immutable, and safe for use by several threads.
 */
public final class CredentialImport {
    private static final String EVENT = "auth_import";

    private final CredentialImporter importer;
    private final AuthContext context;
    private final Consumer<FlowGateEvent> events;

    /**
     * Prepares an import. Nothing is read yet.
     *
     * @param importer reads and translates
     * @param context the provider
     * @param events takes the events, which hold no secret
     */
    public CredentialImport(CredentialImporter importer, AuthContext context, Consumer<FlowGateEvent> events) {
        this.importer = importer;
        this.context = context;
        this.events = events;
    }

    /**
     * Reads the other program's file and writes one file for each account in it. Done again, it changes nothing unless the
     * source has changed.
     *
     * @param source the other program's file; null for the first of the importer's own that exists
     * @param authDirectory the folder to write to, which is created when it is missing, for its owner alone
     * @return the files, one for each account; not empty
     * @throws AuthException if there is no source, it holds no login, or a file cannot be written; the message says which,
     *     and what to do
     */
    public List<SavedCredential> run(@Nullable Path source, Path authDirectory) {
        try {
            Path found = source == null ? firstSource() : requireExisting(source);
            return save(read(found), found, new CredentialFiles(authDirectory));
        } catch (FlowGateException failure) {
            events.accept(event("failed", failure.getMessage()));
            throw failure;
        }
    }

    private Path firstSource() {
        List<Path> sources = ask(() -> importer.sources(context));
        return sources.stream()
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new AuthException("No login to take over for " + context.provider()
                        + ": there is no "
                        + String.join(
                                " and no ", sources.stream().map(Path::toString).toList()) + ". "
                        + whenMissing()));
    }

    private Path requireExisting(Path source) {
        if (!Files.exists(source)) {
            throw new AuthException(source + " does not exist. " + whenMissing());
        }
        return source;
    }

    private String whenMissing() {
        return ask(() -> importer.whenMissing(context));
    }

    private List<ImportedCredential> read(Path source) {
        return ask(() -> {
            try {
                return importer.read(source, context);
            } catch (IOException failure) {
                throw new AuthException(
                        source + " cannot be read, although it exists. Try again, or name another file.", failure);
            }
        });
    }

    /** Asks the importer, which somebody else may have written: a mistake in it must not end the program, or show a token. */
    private <T> T ask(Supplier<T> question) {
        try {
            return question.get();
        } catch (FlowGateException told) {
            throw told;
        } catch (RuntimeException | LinkageError mistake) {
            // Without the cause: its text is not known to be free of what was read.
            throw new AuthException("The importer " + importer.getClass().getName() + " for " + context.provider()
                    + " made a mistake (" + mistake.getClass().getSimpleName() + "). Tell its author.");
        }
    }

    private List<SavedCredential> save(List<ImportedCredential> credentials, Path source, CredentialFiles files) {
        List<SavedCredential> saved = new ArrayList<>();
        for (ImportedCredential credential : credentials) {
            SavedCredential file = files.save(credential, source);
            saved.add(file);
            events.accept(event("success", detail(file)));
        }
        return List.copyOf(saved);
    }

    private FlowGateEvent event(String result, String detail) {
        return FlowGateEvent.of(EVENT)
                .withProvider(context.provider())
                .withResult(result)
                .withDetail(detail);
    }

    private static String detail(SavedCredential saved) {
        return (saved.changed() ? "Wrote " : "Left as it was: ") + saved.file() + ", from " + saved.source()
                + (saved.account() == null ? "" : ", account " + saved.account())
                + (saved.expiresAt() == null ? "" : ", ends at " + Timestamp.format(saved.expiresAt())) + ".";
    }
}
