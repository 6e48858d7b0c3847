package dev.flowgate.auth.oauth;

import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.Credential;
import java.net.URI;
import java.util.Locale;

/** The server that issued a credential. Its tokens go to no other, whatever the settings have become since the login. */
final class TokenOrigin {
    /** The name of the credential's detail. */
    static final String DETAIL = "issued_by";

    private TokenOrigin() {}

    /** Returns scheme, host and port of a token endpoint. */
    static String of(URI tokenEndpoint) {
        String origin = tokenEndpoint.getScheme() + "://" + tokenEndpoint.getHost()
                + (tokenEndpoint.getPort() < 0 ? "" : ":" + tokenEndpoint.getPort());
        return origin.toLowerCase(Locale.ROOT);
    }

    /**
     * Checks that a credential's tokens may be sent to where the settings lead.
     *
     * @throws AuthException if another server issued it, or another method
     */
    static void require(Credential credential, URI tokenEndpoint, OauthClient client) {
        String issuedBy = credential.details().get(DETAIL);
        if (!of(tokenEndpoint).equals(issuedBy)) {
            throw new AuthException("The credential of " + client.provider() + " was "
                    + (issuedBy == null ? "not issued by an OAuth login" : "issued by " + issuedBy)
                    + ", and the settings now name the server " + of(tokenEndpoint)
                    + ", to which its tokens are not sent. Log in again: " + client.loginCommand());
        }
    }
}
