package dev.flowgate.auth.oauth;

import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.AuthSettings;
import java.util.Optional;

/** How a client proves to an authorization server who it is (RFC 6749, section 2.3.1). */
enum ClientAuthentication {
    /** It cannot: a public client, as programs on people's machines are. */
    NONE,
    /** By its identifier and secret in the header {@code Authorization}, which every server must understand. */
    BASIC,
    /** By its identifier and secret in the form. */
    BODY;

    static ClientAuthentication read(AuthSettings settings, boolean hasSecret) {
        Optional<String> configured = settings.text("client_authentication");
        ClientAuthentication authentication = configured
                .map(text -> switch (text) {
                    case "none" -> NONE;
                    case "basic" -> BASIC;
                    case "body" -> BODY;
                    default ->
                        throw new AuthException(
                                settings.path("client_authentication") + " must be one of: basic, body, none.");
                })
                .orElse(hasSecret ? BASIC : NONE);
        if (hasSecret == (authentication == NONE)) {
            throw new AuthException(
                    hasSecret
                            ? settings.path("client_secret") + " is set, and client_authentication is none. Remove one."
                            : settings.path("client_secret") + " is missing: client_authentication needs it. Set it,"
                                    + " such as to os.environ/NAME, or remove client_authentication.");
        }
        return authentication;
    }
}
