package dev.flowgate.auth;

import dev.flowgate.auth.Selection.Selected;
import dev.flowgate.auth.http.ServerText;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.AuthStatus;
import dev.flowgate.auth.spi.LoginPrompt;
import dev.flowgate.secret.Secret;
import dev.flowgate.secret.SecretException;
import dev.flowgate.secret.SecretReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Answers the one question of the method {@code api_key} with a key that is there already. */
final class KeyImport implements LoginListener {
    static final String METHOD = "api_key";

    private final Selected selected;
    private final Secret key;
    private boolean given;

    KeyImport(Selected selected, Secret key) {
        this.selected = selected;
        this.key = key;
    }

    /**
     * Fetches the key, for a provider that takes one.
     *
     * @throws AuthException if it takes none, or the key cannot be had
     */
    static KeyImport of(Selected selected, KeySource source, UnaryOperator<@Nullable String> environment) {
        requireTakesKey(selected);
        try {
            return new KeyImport(selected, fetch(source, environment));
        } catch (SecretException missing) {
            throw new AuthException(
                    "No key was imported for " + selected.config().name() + ": " + missing.getMessage(), missing);
        }
    }

    /**
     * Makes sure that a provider takes a key.
     *
     * @throws AuthException if it takes none
     */
    static void requireTakesKey(Selected selected) {
        if (!selected.method().id().equals(METHOD)) {
            String provider = selected.config().name();
            throw new AuthException("Provider " + provider + " has the method '"
                    + selected.method().id()
                    + "', which takes no key. Set auth.providers." + provider + ".method: " + METHOD
                    + " to import one, or log in: flowgate auth login " + provider);
        }
    }

    private static Secret fetch(KeySource source, UnaryOperator<@Nullable String> environment) {
        if (source instanceof KeySource.Environment variable) {
            return new SecretReference.EnvironmentVariable(variable.variable()).resolve(environment);
        }
        if (source instanceof KeySource.File file) {
            return new SecretReference.CredentialFile(file.path()).resolve(environment);
        }
        return ((KeySource.Given) source).key();
    }

    @Override
    public void prompt(LoginPrompt prompt, LoginInput input) {
        throw new AuthException(
                "Provider " + selected.config().name() + " asks for more than a key. Log in: flowgate auth login "
                        + selected.config().name());
    }

    @Override
    public void question(AuthStatus.InputRequired question, LoginInput input) {
        if (given) {
            throw new AuthException("The key for " + selected.config().name() + " was not accepted"
                    + (question.problem() == null ? "." : ": " + ServerText.message(question.problem())));
        }
        given = true;
        input.give(key.reveal());
    }

    /**
     * Makes sure that it is this key that the login ended with.
     *
     * @throws AuthException if the method took another one, which its settings name
     */
    void requireUsed() {
        if (!given) {
            throw new AuthException(
                    "The settings of auth.providers." + selected.config().name()
                            + " say where its key is, so that no other can be imported. Remove them, or take that key over: "
                            + "flowgate auth login " + selected.config().name());
        }
    }
}
