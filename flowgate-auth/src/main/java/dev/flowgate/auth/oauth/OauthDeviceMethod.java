package dev.flowgate.auth.oauth;

import dev.flowgate.auth.spi.AuthContext;
import dev.flowgate.auth.spi.AuthSession;
import java.util.Set;

/**
 * The method {@code oauth_device}: the user opens an address on any device and enters a code there (RFC 8628). It needs no
 * browser on this machine.
 */
public final class OauthDeviceMethod extends OauthMethod {
    static final String DEVICE_ENDPOINT = "device_authorization_endpoint";

    /** Creates the method. */
    public OauthDeviceMethod() {}

    @Override
    public String id() {
        return "oauth_device";
    }

    @Override
    Set<String> ownSettings() {
        return Set.of(DEVICE_ENDPOINT);
    }

    @Override
    String startEndpoint() {
        return DEVICE_ENDPOINT;
    }

    @Override
    AuthSession session(AuthContext context, OauthClient client, OauthEndpoints endpoints) {
        return new DeviceSession(context, client, endpoints);
    }
}
