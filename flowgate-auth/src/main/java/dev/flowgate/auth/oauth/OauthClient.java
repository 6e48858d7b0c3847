package dev.flowgate.auth.oauth;

import dev.flowgate.auth.http.SecureAddress;
import dev.flowgate.auth.spi.AuthContext;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.AuthSettings;
import dev.flowgate.secret.Secret;
import dev.flowgate.secret.SecretException;
import dev.flowgate.secret.SecretReference;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the settings of both methods say about the client, in the terms of RFC 6749.
 *
 * @param settings the settings, to name them in messages
 * @param provider the provider's name
 * @param id the client's identifier
 * @param secret its secret; null for a public client
 * @param authentication how it proves to be the client
 * @param scope the scopes to ask for, separated by spaces; empty to leave that to the server
 * @param parameters further parameters of the request that starts a login
 * @param tokenParameters further parameters of requests for tokens
 */
record OauthClient(
        AuthSettings settings,
        String provider,
        String id,
        @Nullable Secret secret,
        ClientAuthentication authentication,
        String scope,
        Map<String, String> parameters,
        Map<String, String> tokenParameters) {

    private static final Set<String> SETTINGS = Set.of(
            "audience",
            "client_authentication",
            "client_id",
            "client_secret",
            "issuer",
            "parameters",
            "revocation_endpoint",
            "scope",
            "token_endpoint",
            "token_parameters");

    /** What FlowGate sets itself; a setting that changed one would undo what protects the login. */
    private static final Set<String> RESERVED = Set.of(
            "client_id",
            "client_secret",
            "code",
            "code_challenge",
            "code_challenge_method",
            "code_verifier",
            "device_code",
            "grant_type",
            "redirect_uri",
            "refresh_token",
            "response_type",
            "scope",
            "state");

    /**
     * Reads and checks the settings.
     *
     * @param context the provider
     * @param ownSettings what else the method knows
     * @throws AuthException if a setting is missing, wrong, or unknown
     */
    static OauthClient read(AuthContext context, Set<String> ownSettings) {
        var settings = AuthSettings.of(context);
        var known = new HashSet<>(SETTINGS);
        known.addAll(ownSettings);
        settings.requireOnly(known);
        settings.address("issuer").ifPresent(issuer -> requireIssuer(settings, issuer.getRawQuery()));
        for (String key : known) {
            if (key.endsWith("_endpoint") || key.equals("issuer")) {
                settings.address(key).ifPresent(address -> SecureAddress.require(address, settings.path(key)));
            }
        }
        Optional<Secret> secret = secret(settings, context);
        Map<String, String> parameters = extra(settings, "parameters");
        settings.text("audience").ifPresent(audience -> parameters.put("audience", audience));
        return new OauthClient(
                settings,
                context.provider(),
                settings.requiredText("client_id"),
                secret.orElse(null),
                ClientAuthentication.read(settings, secret.isPresent()),
                String.join(" ", settings.texts("scope")),
                Map.copyOf(parameters),
                Map.copyOf(extra(settings, "token_parameters")));
    }

    /** The command that starts the login again. */
    String loginCommand() {
        return "flowgate auth login " + provider;
    }

    /** Hides the secret and whatever the further parameters hold. */
    @Override
    public String toString() {
        return "OauthClient[" + provider + "]";
    }

    private static void requireIssuer(AuthSettings settings, @Nullable String query) {
        if (query != null) {
            throw new AuthException(
                    settings.path("issuer") + " must have no query (?...) in it (RFC 8414, section 2).");
        }
    }

    private static Optional<Secret> secret(AuthSettings settings, AuthContext context) {
        try {
            return settings.text("client_secret")
                    .map(text -> SecretReference.parse(text)
                            .resolve(name -> context.environmentVariable(name).orElse(null)));
        } catch (SecretException unavailable) {
            throw new AuthException(
                    settings.path("client_secret") + " cannot be had. " + unavailable.getMessage(), unavailable);
        }
    }

    private static Map<String, String> extra(AuthSettings settings, String key) {
        Map<String, String> parameters = new LinkedHashMap<>(settings.textMap(key));
        for (String name : parameters.keySet()) {
            if (RESERVED.contains(name)) {
                throw new AuthException(settings.path(key) + " must not hold " + name
                        + ": FlowGate sets it itself, some from a setting of that name.");
            }
        }
        return parameters;
    }
}
