package dev.flowgate.auth.spi;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where FlowGate keeps the credentials that it has itself, one for a provider, each in a file that its owner alone can
 * read. Safe for use by several threads and processes: a reader sees the old credential or the new one.
 */
public interface CredentialStore {
    /**
     * Reads a provider's credential.
     *
     * @param provider the provider's name
     * @return the credential; empty when there is none
     * @throws IOException if there is one and it cannot be read
     * @throws AuthException if what is there is no credential
     */
    Optional<Credential> read(String provider) throws IOException;

    /**
     * Stores a provider's credential in place of the one before.
     *
     * @param provider the provider's name
     * @param credential the credential
     * @throws IOException if it cannot be written; the one before is still there then
     */
    void write(String provider, Credential credential) throws IOException;

    /**
     * Removes a provider's credential.
     *
     * @param provider the provider's name
     * @return whether there was one
     * @throws IOException if it cannot be removed
     */
    boolean delete(String provider) throws IOException;

    /**
     * Tells where a provider's credential is, or would be.
     *
     * @param provider the provider's name
     * @return the file, absolute
     */
    Path location(String provider);
}
