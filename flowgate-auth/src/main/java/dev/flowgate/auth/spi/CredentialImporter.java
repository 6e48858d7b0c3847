package dev.flowgate.auth.spi;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

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
     * Returns further names of the provider, by which this is found, too.
     *
     * @return names of the same form as {@link #provider()}; always the same
     */
    default Set<String> aliases() {
        return Set.of();
    }

    /**
     * Tells where the other program keeps its credentials.
     *
     * @param context the provider; its settings are empty when it is not configured
     * @return files to look at, the likeliest first; they need not exist
     */
    List<Path> sources(AuthContext context);

    /**
     * Tells what to do when none of the sources exists, because nobody has logged in with the other program, or it keeps
     * its credentials elsewhere.
     *
     * @param context the provider
     * @return one or more sentences
     */
    default String whenMissing(AuthContext context) {
        return "Log in with the program that keeps them there, or name another file.";
    }

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
