package dev.flowgate.auth.spi;

import java.io.IOException;

/** Renews credentials before they expire. An {@link AuthMethod} that can do so implements this, too. */
public interface CredentialRefresher {
    /**
     * Renews a credential. The library calls it for one provider at a time, also across processes, and stores what it
     * returns at once, because the old refresh token may have become worthless.
     *
     * @param context the provider
     * @param credential what is to be renewed; it has a refresh token
     * @return the new credential; with the old refresh token when the provider gave no new one
     * @throws IOException if the provider cannot be reached now; the library tries again later
     * @throws AuthException if the provider refuses for good, so that somebody has to log in again
     * @throws InterruptedException if the thread is interrupted
     */
    Credential refresh(AuthContext context, Credential credential) throws IOException, InterruptedException;
}
