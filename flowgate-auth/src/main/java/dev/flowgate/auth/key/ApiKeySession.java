package dev.flowgate.auth.key;

import dev.flowgate.auth.spi.AuthContext;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.AuthSession;
import dev.flowgate.auth.spi.AuthStatus;
import dev.flowgate.auth.spi.Credential;
import dev.flowgate.secret.SecretException;
import dev.flowgate.secret.SecretReference;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes one key: from the configured source at the beginning, or as an answer. An answer is taken even where a source is
 * configured, so that a key can be imported from elsewhere.
 */
final class ApiKeySession implements AuthSession {
    private final AuthContext context;
    private final ApiKeySettings settings;

    ApiKeySession(AuthContext context, ApiKeySettings settings) {
        this.context = context;
        this.settings = settings;
    }

    @Override
    public AuthStatus begin() throws IOException, InterruptedException {
        SecretReference source = settings.source();
        if (source == null) {
            return ask(null);
        }
        String key;
        try {
            key = source.resolve(name -> context.environmentVariable(name).orElse(null))
                    .reveal();
        } catch (SecretException unavailable) {
            throw new AuthException(
                    "The key of " + context.provider() + " cannot be had. " + unavailable.getMessage(), unavailable);
        }
        Optional<String> problem = take(key);
        return problem.<AuthStatus>map(reason -> new AuthStatus.Denied(
                        "The key of " + context.provider() + " from " + name(source) + " is not stored. " + reason))
                .orElseGet(() -> new AuthStatus.Authorized(Credential.key(key.strip())));
    }

    /** Nothing happens by waiting: a source is read at the beginning, and an answer judged when it comes. */
    @Override
    public AuthStatus poll() throws IOException, InterruptedException {
        return begin();
    }

    @Override
    public AuthStatus answer(String input) throws IOException, InterruptedException {
        String key = input.strip();
        Optional<String> problem = take(key);
        return problem.isPresent() ? ask(problem.get()) : new AuthStatus.Authorized(Credential.key(key));
    }

    private AuthStatus ask(@Nullable String problem) {
        return new AuthStatus.InputRequired("API key for " + context.provider(), true, problem);
    }

    /** Says why a key is not taken; empty when it is. */
    private Optional<String> take(String text) throws IOException, InterruptedException {
        String key = text.strip();
        Optional<String> problem = KeyText.problem(key);
        URI address = settings.validateUrl();
        if (problem.isPresent() || address == null) {
            return problem;
        }
        KeyValidation.Verdict verdict = new KeyValidation(context, settings).ask(address, key);
        return verdict.accepted()
                ? Optional.empty()
                : Optional.of(address.getHost() + " refused the key (status " + verdict.status()
                        + "). Check that it is complete, belongs to this provider and has not been revoked.");
    }

    private static String name(SecretReference source) {
        if (source instanceof SecretReference.EnvironmentVariable variable) {
            return "the environment variable " + variable.name();
        }
        return source instanceof SecretReference.CredentialFile file ? "the file " + file.path() : "the configuration";
    }
}
