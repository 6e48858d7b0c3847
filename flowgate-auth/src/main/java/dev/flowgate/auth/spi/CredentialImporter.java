package dev.flowgate.auth.spi;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Takes over credentials that another program has obtained, as files for CLIProxyAPI. It is found by
 * {@link java.util.ServiceLoader}, for which it needs a public constructor without parameters, or handed to the library
 * by the program that embeds it. Implementations hold no state.
 */
public interface CredentialImporter {
    /**
     * Returns the provider whose credentials this takes over.
     *
     * @return a name such as {@code codex}; lower-case letters, digits, {@code _} and {@code -}; always the same
     */
    String provider();

    /**
     * Tells where the other program keeps its credentials.
     *
     * @param context the provider; its settings are empty when it is not configured
     * @return files to look at, the likeliest first; they need not exist
     */
    List<Path> sources(AuthContext context);

    /**
     * Reads credentials from a file and translates them. Writes nothing.
     *
     * @param source the file, which exists
     * @param context the provider
     * @return one for each account found; not empty
     * @throws IOException if the file cannot be read
     * @throws AuthException if the file holds no credential of this kind; the message says what is missing
     */
    List<ImportedCredential> read(Path source, AuthContext context) throws IOException;
}
