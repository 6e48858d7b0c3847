package dev.flowgate.auth.oauth;

import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.AuthSettings;
import java.util.regex.Pattern;

/**
 * Where the browser is to end (RFC 8252, section 7.3).
 *
 * @param host how the loopback interface is called in the address
 * @param port the port; 0 for any that is free
 * @param path the path, beginning with a slash
 */
record RedirectSettings(String host, int port, String path) {
    private static final String LOOPBACK = "127.0.0.1";
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]*)+");

    static RedirectSettings read(AuthSettings settings) {
        String host = settings.text("redirect_host").orElse(LOOPBACK);
        if (!host.equals(LOOPBACK) && !host.equals("localhost")) {
            throw new AuthException(settings.path("redirect_host") + " must be 127.0.0.1 or localhost: FlowGate listens"
                    + " on this machine only.");
        }
        String path = settings.text("redirect_path").orElse("/callback");
        if (!PATH.matcher(path).matches()) {
            throw new AuthException(settings.path("redirect_path") + " must be a path such as /callback: a slash, then"
                    + " letters, digits and . _ ~ - and further slashes.");
        }
        return new RedirectSettings(host, settings.port("redirect_port").orElse(0), path);
    }
}
