package dev.flowgate.auth.oauth;

import dev.flowgate.auth.spi.AuthContext;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.Credential;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** Tells a provider that tokens are needed no more (RFC 7009), where it has an endpoint for that. */
final class TokenRevocation {
    private final OauthClient client;
    private final AuthContext context;
    private final OauthEndpoints endpoints;

    TokenRevocation(OauthClient client, AuthContext context, OauthEndpoints endpoints) {
        this.client = client;
        this.context = context;
        this.endpoints = endpoints;
    }

    /**
     * Revokes a credential's tokens. Does nothing when the provider has no such endpoint.
     *
     * @throws IOException if the provider does not answer now
     * @throws AuthException if it refuses, or another server issued the credential
     */
    void revoke(Credential credential) throws IOException, InterruptedException {
        Optional<URI> endpoint = endpoints.find("revocation_endpoint");
        if (endpoint.isEmpty()) {
            return;
        }
        TokenOrigin.require(credential, endpoints.required("token_endpoint"), client);
        String refreshToken = credential.refreshToken();
        if (refreshToken != null) {
            revoke(endpoint.get(), refreshToken, "refresh_token", false);
        }
        // A server may end only refresh tokens; the access token ends soon by itself then (RFC 7009, section 2.2.1).
        revoke(endpoint.get(), credential.accessToken(), "access_token", refreshToken != null);
    }

    private void revoke(URI endpoint, String token, String type, boolean mayBeUnsupported)
            throws IOException, InterruptedException {
        OauthExchange.Outcome outcome = new OauthExchange(client, context)
                .send(endpoint, "The revocation", Map.of("token", token, "token_type_hint", type));
        OauthError error = outcome.error();
        if (error != null && !(mayBeUnsupported && error.code().equals("unsupported_token_type"))) {
            throw new AuthException(endpoint.getHost() + " refused (" + error.words() + ").");
        }
    }
}
