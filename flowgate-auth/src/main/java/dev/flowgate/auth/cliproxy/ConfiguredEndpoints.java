package dev.flowgate.auth.cliproxy;

import dev.flowgate.auth.spi.AuthContext;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.AuthSettings;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settings {@code auth_url_endpoint} and {@code status_endpoint}, by which a configuration says itself where to log
 * in.
 *
 * @param start what tells the address of the login
 * @param status what tells how it stands
 */
record ConfiguredEndpoints(URI start, URI status) {
    private static final String MANAGEMENT = "/v0/management/";
    private static final Pattern NEVER_SERVED = Pattern.compile(MANAGEMENT + "oauth/([a-z-]+)/auth-url/?");
    private static final Pattern SERVED = Pattern.compile(MANAGEMENT + "([a-z-]+)-auth-url/?");

    /** Reads the settings; empty when neither is set. */
    static Optional<ConfiguredEndpoints> of(AuthContext context) {
        AuthSettings settings = AuthSettings.of(context);
        Optional<URI> start = settings.address("auth_url_endpoint");
        Optional<URI> status = settings.address("status_endpoint");
        if (start.isPresent() != status.isPresent()) {
            throw new AuthException(settings.path(start.isPresent() ? "status_endpoint" : "auth_url_endpoint")
                    + " is missing: set both endpoints, or neither to log in through CLIProxyAPI.");
        }
        return start.map(address -> new ConfiguredEndpoints(address, status.orElseThrow()));
    }

    /**
     * Tells whether both belong to CLIProxyAPI's management. They are not simply called then: asked without the state of
     * a login, the server calls every login done.
     */
    boolean areManagement() {
        return path(start).startsWith(MANAGEMENT) && path(status).startsWith(MANAGEMENT);
    }

    /** Tells whether they are those of early sample configurations, which no version of CLIProxyAPI has. */
    boolean wereNeverServed() {
        return areManagement() && NEVER_SERVED.matcher(path(start)).matches();
    }

    /** Returns the provider that the path of a management endpoint names. */
    Optional<String> provider() {
        for (Pattern pattern : new Pattern[] {NEVER_SERVED, SERVED}) {
            Matcher matcher = pattern.matcher(path(start));
            if (matcher.matches()) {
                return Optional.of(matcher.group(1));
            }
        }
        return Optional.empty();
    }

    /** Returns the address of the server that management endpoints are at. */
    Optional<URI> managementBase() {
        return areManagement()
                ? Optional.of(URI.create(start.getScheme() + "://" + start.getRawAuthority()))
                : Optional.empty();
    }

    private static String path(URI address) {
        String path = address.getPath();
        return path == null ? "" : path;
    }
}
