package dev.flowgate.auth;

import org.jspecify.annotations.Nullable;

/**
 * A provider, and what can be done with it.
 *
 * @param name the provider's name
 * @param method the id of its method; null when it is not configured and can only be imported
 * @param configured whether it is in {@code auth.providers}
 * @param login whether {@link AuthProviders#login} can log in to it
 * @param headlessImport whether {@link AuthProviders#importHeadless} knows another program's credentials for it
 * @param problem why there is no login, such as a method that does not exist; null when there is nothing to say
 */
public record ProviderSummary(
        String name,
        @Nullable String method,
        boolean configured,
        boolean login,
        boolean headlessImport,
        @Nullable String problem) {}
