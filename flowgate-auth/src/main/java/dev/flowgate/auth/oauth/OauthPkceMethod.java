package dev.flowgate.auth.oauth;

import dev.flowgate.auth.spi.AuthContext;
import dev.flowgate.auth.spi.AuthSession;
import java.util.Set;

/**
 * The method {@code oauth_pkce}: the user logs in with a browser on this machine, which ends at an address that this
 * process listens on (RFC 8252), with a proof that nobody else can use what arrives there (RFC 7636). From a browser
 * elsewhere the address that it ended at can be pasted.
 */
public final class OauthPkceMethod extends OauthMethod {
    static final String AUTHORIZATION_ENDPOINT = "authorization_endpoint";

    /** Creates the method. */
    public OauthPkceMethod() {}

    @Override
    public String id() {
        return "oauth_pkce";
    }

    @Override
    Set<String> ownSettings() {
        return Set.of(AUTHORIZATION_ENDPOINT, "redirect_host", "redirect_path", "redirect_port");
    }

    @Override
    String startEndpoint() {
        return AUTHORIZATION_ENDPOINT;
    }

    @Override
    AuthSession session(AuthContext context, OauthClient client, OauthEndpoints endpoints) {
        return new PkceSession(context, client, endpoints, RedirectSettings.read(client.settings()));
    }
}
