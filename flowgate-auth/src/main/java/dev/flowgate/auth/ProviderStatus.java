package dev.flowgate.auth;

import dev.flowgate.auth.spi.HeldCredential;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a provider is logged in to.
 *
 * @param summary the provider
 * @param credentials what is held for it, wherever that is; empty when nobody is logged in; unmodifiable
 * @param problem why nothing could be found out, such as a server that does not run, and what to do; null when it could
 */
public record ProviderStatus(
        ProviderSummary summary,
        List<HeldCredential> credentials,
        @Nullable String problem) {

    /** Copies the credentials. */
    public ProviderStatus {
        credentials = List.copyOf(credentials);
    }
}
