package dev.flowgate.auth.key;

import dev.flowgate.auth.spi.AuthContext;
import dev.flowgate.auth.spi.AuthMethod;
import dev.flowgate.auth.spi.AuthSession;

/**
 * The method {@code api_key}: keeps a key that the provider has issued once and for all. The key comes from an environment
 * variable or a file that the settings name, else from whoever logs in; never from a process argument.
 */
public final class ApiKeyMethod implements AuthMethod {
    /** Creates the method. */
    public ApiKeyMethod() {}

    @Override
    public String id() {
        return "api_key";
    }

    @Override
    public AuthSession login(AuthContext context) {
        return new ApiKeySession(context, ApiKeySettings.read(context));
    }
}
