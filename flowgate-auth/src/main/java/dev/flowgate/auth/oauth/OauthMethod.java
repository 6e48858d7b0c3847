package dev.flowgate.auth.oauth;

import dev.flowgate.auth.spi.AuthContext;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.AuthMethod;
import dev.flowgate.auth.spi.AuthSession;
import dev.flowgate.auth.spi.Credential;
import dev.flowgate.auth.spi.CredentialRefresher;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What both methods do alike once somebody is logged in: renew (RFC 6749, section 6) and revoke (RFC 7009). */
abstract sealed class OauthMethod implements AuthMethod, CredentialRefresher
        permits OauthDeviceMethod, OauthPkceMethod {
    private static final String TOKEN_ENDPOINT = "token_endpoint";

    /** The settings that only this method has, among them the endpoint that a login starts at. */
    abstract Set<String> ownSettings();

    /** The setting of the endpoint that a login starts at. */
    abstract String startEndpoint();

    abstract AuthSession session(AuthContext context, OauthClient client, OauthEndpoints endpoints);

    @Override
    public final AuthSession login(AuthContext context) {
        OauthClient client = client(context);
        var endpoints = new OauthEndpoints(client, context);
        endpoints.requireFindable(List.of(startEndpoint(), TOKEN_ENDPOINT));
        return session(context, client, endpoints);
    }

    @Override
    public final Credential refresh(AuthContext context, Credential credential)
            throws IOException, InterruptedException {
        OauthClient client = client(context);
        var endpoints = new OauthEndpoints(client, context);
        endpoints.requireFindable(List.of(TOKEN_ENDPOINT));
        String refreshToken = Optional.ofNullable(credential.refreshToken())
                .orElseThrow(() -> new AuthException("The credential of " + client.provider()
                        + " cannot be renewed: the provider gave no refresh token. Log in again: "
                        + client.loginCommand()));
        URI endpoint = endpoints.required(TOKEN_ENDPOINT);
        TokenOrigin.require(credential, endpoint, client);
        Map<String, String> form = new LinkedHashMap<>(client.tokenParameters());
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", refreshToken);
        OauthExchange.Outcome outcome =
                new OauthExchange(client, context).send(endpoint, "The renewal for " + client.provider(), form);
        OauthError error = outcome.error();
        if (error != null) {
            throw new AuthException(client.provider() + " refused to renew the credential (" + error.words() + "). "
                    + error.advice(client));
        }
        return TokenAnswer.read(outcome.members(), endpoint, context, client.scope(), credential);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Where the provider has a revocation endpoint, its tokens are revoked there, too. The stored credential is removed
     * even if that fails, which is told by an {@link AuthException}, because a second call could not repeat it.
     */
    @Override
    public final List<String> logout(AuthContext context) throws IOException, InterruptedException {
        Optional<Credential> credential = context.credentials().read(context.provider());
        if (credential.isEmpty()) {
            return List.of();
        }
        String problem = null;
        try {
            OauthClient client = client(context);
            new TokenRevocation(client, context, new OauthEndpoints(client, context)).revoke(credential.get());
        } catch (IOException | AuthException failure) {
            problem = failure.getMessage();
        }
        List<String> removed = AuthMethod.super.logout(context);
        if (problem != null) {
            throw new AuthException("The credential of " + context.provider() + " is removed from "
                    + String.join(", ", removed) + ", but it was not revoked at the provider: " + problem
                    + " Revoke it in the settings of your account there.");
        }
        return removed;
    }

    private OauthClient client(AuthContext context) {
        return OauthClient.read(context, ownSettings());
    }
}
