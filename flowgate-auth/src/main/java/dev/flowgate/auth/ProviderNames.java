package dev.flowgate.auth;

import dev.flowgate.auth.http.ServerText;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.secret.SecretReference.StoredCredential;
import java.nio.file.Path;
import java.util.Set;

/** Names of providers, which become names of files. */
final class ProviderNames {
    /** What CLIProxyAPI can log in to, in FlowGate's words; one of its versions may lack some. */
    static final Set<String> OF_CLIPROXYAPI =
            Set.of("antigravity", "claude", "codex", "copilot", "gemini", "iflow", "kimi", "kiro", "qwen", "xai");

    private ProviderNames() {}

    /**
     * Tells where a provider's credential is kept, and with it whether files can have its name.
     *
     * @throws AuthException if they cannot
     */
    static StoredCredential stored(Path directory, String name) {
        return StoredCredential.in(directory, name)
                .orElseThrow(() -> new AuthException("'" + ServerText.quote(name)
                        + "' cannot be the name of a provider: letters, digits, '.', '_', '@' and '-' can, 100 at most,"
                        + " and not '.', '@' or '-' at its beginning."));
    }
}
