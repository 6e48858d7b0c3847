package dev.flowgate.auth.spi;

import java.io.IOException;
import java.util.List;

/**
 * A way to log in, selected by the {@code method} key of an entry of {@code auth.providers}. It is found by
 * {@link java.util.ServiceLoader}, for which it needs a public constructor without parameters, or handed to the library
 * by the program that embeds it. A method whose credentials can be renewed implements {@link CredentialRefresher} too.
 *
 * <p>Implementations hold no state of a login and are safe for use by several threads; the state is in the
 * {@link AuthSession}.
 */
public interface AuthMethod {
    /**
     * Returns the value of {@code method} that selects this method.
     *
     * @return lower-case letters, digits and underscores, beginning with a letter; always the same
     */
    String id();

    /**
     * Prepares a login to one configured provider: checks the settings, and does no input or output.
     *
     * @param context the provider and what the method may use
     * @return a session for one login
     * @throws AuthException if a setting is missing or wrong; the message names it and says what is allowed
     */
    AuthSession login(AuthContext context);

    /**
     * Lists the credentials that a provider has, wherever they are kept. Spends nothing at the provider. The method as it
     * stands here looks into {@link AuthContext#credentials()}.
     *
     * @param context the provider
     * @return what is there; empty when nobody is logged in
     * @throws IOException if it cannot be looked up now
     * @throws AuthException if it cannot be looked up at all
     * @throws InterruptedException if the thread is interrupted
     */
    default List<HeldCredential> held(AuthContext context) throws IOException, InterruptedException {
        return context.credentials()
                .read(context.provider())
                .map(credential -> new HeldCredential(
                        credential.account(),
                        context.credentials().location(context.provider()).toString(),
                        credential.expiresAt(),
                        this instanceof CredentialRefresher && credential.refreshToken() != null,
                        null))
                .map(List::of)
                .orElse(List.of());
    }

    /**
     * Removes a provider's credentials, wherever they are kept. The method as it stands here removes what
     * {@link AuthContext#credentials()} holds.
     *
     * @param context the provider
     * @return where the removed credentials were; empty when there were none
     * @throws IOException if they cannot be removed now
     * @throws AuthException if they cannot be removed at all
     * @throws InterruptedException if the thread is interrupted
     */
    default List<String> logout(AuthContext context) throws IOException, InterruptedException {
        String location = context.credentials().location(context.provider()).toString();
        return context.credentials().delete(context.provider()) ? List.of(location) : List.of();
    }
}
