package dev.flowgate.auth.spi;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Where a login stands. */
public sealed interface AuthStatus {
    /**
     * The user, or the other side, has something to do.
     *
     * @param prompt what the user is to be told; told again only when it changes
     * @param interval how long to wait before the next poll, when the other side has said so (RFC 8628, section 3.5); null
     *     leaves it to the library
     */
    record Pending(LoginPrompt prompt, @Nullable Duration interval) implements AuthStatus {}

    /**
     * Nothing happens until the user has typed something.
     *
     * @param question what to ask, such as {@code API key}
     * @param secret whether it must not be shown while it is typed
     * @param problem why the input before could not be used; null at first
     */
    record InputRequired(
            String question, boolean secret, @Nullable String problem) implements AuthStatus {}

    /**
     * The login succeeded, and the library keeps the credential in its store under the provider's name.
     *
     * @param credential what to keep
     */
    record Authorized(Credential credential) implements AuthStatus {}

    /**
     * The login succeeded, and somebody else keeps the credential.
     *
     * @param credential where it is
     */
    record KeptElsewhere(HeldCredential credential) implements AuthStatus {}

    /**
     * The login failed for good.
     *
     * @param reason what the other side said, and what to do
     */
    record Denied(String reason) implements AuthStatus {}
}
