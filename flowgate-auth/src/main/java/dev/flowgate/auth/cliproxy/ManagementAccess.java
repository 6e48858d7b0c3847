package dev.flowgate.auth.cliproxy;

import dev.flowgate.auth.http.SecureAddress;
import dev.flowgate.auth.spi.AuthContext;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.AuthSettings;
import dev.flowgate.secret.Secret;
import dev.flowgate.secret.SecretException;
import dev.flowgate.secret.SecretReference;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the management API is, and the key to it. A request without a key is never made: servers count it as an attack.
 *
 * @param base scheme, host and port
 * @param key what the server must be shown
 */
record ManagementAccess(URI base, Secret key) {
    private static final Pattern HASH = Pattern.compile("\\$2[aby]\\$.*");
    private static final Pattern SENDABLE = Pattern.compile("[\\x21-\\x7e]+");

    /**
     * Finds out.
     *
     * @throws AuthException if there is no address or no key, or the key must not go to that address
     */
    static ManagementAccess of(AuthContext context) {
        URI base = address(context);
        Secret key = configuredKey(context)
                .or(() -> ownKey(context, base))
                .orElseThrow(() -> new AuthException("There is no management key for CLIProxyAPI at " + base
                        + " yet. FlowGate makes it when it starts the service: flowgate service start "
                        + ServerConfiguration.SERVICE + ". For a server that you run yourself, set "
                        + AuthSettings.of(context).path("management_key") + " (os.environ/NAME) or "
                        + AuthSettings.of(context).path("management_key_file") + "."));
        return new ManagementAccess(base, key);
    }

    /** Finds out; empty when nobody has an address or a key, so that nothing can be asked. */
    static Optional<ManagementAccess> ifAny(AuthContext context) {
        boolean hasKey = configuredKey(context).isPresent()
                || ManagementKey.existing(context.runtimeDirectory()).isPresent();
        return hasKey && hasAddress(context) ? Optional.of(of(context)) : Optional.empty();
    }

    private static boolean hasAddress(AuthContext context) {
        return AuthSettings.of(context).address("management_url").isPresent()
                || context.serviceAddress(ServerConfiguration.SERVICE).isPresent()
                || ConfiguredEndpoints.of(context)
                        .flatMap(ConfiguredEndpoints::managementBase)
                        .isPresent();
    }

    private static URI address(AuthContext context) {
        AuthSettings settings = AuthSettings.of(context);
        Optional<URI> configured = settings.address("management_url");
        if (configured.isPresent()) {
            return origin(SecureAddress.require(configured.get(), settings.path("management_url")));
        }
        Optional<URI> service = context.serviceAddress(ServerConfiguration.SERVICE);
        if (service.isPresent()) {
            return serviceAddress(context, service.get());
        }
        return ConfiguredEndpoints.of(context)
                .flatMap(ConfiguredEndpoints::managementBase)
                .map(base -> SecureAddress.require(base, settings.path("auth_url_endpoint")))
                .orElseThrow(() -> new AuthException("There is no service " + ServerConfiguration.SERVICE
                        + " in the configuration to log in through. Add it to services, or set "
                        + settings.path("management_url") + "."));
    }

    private static URI serviceAddress(AuthContext context, URI service) {
        String host = service.getHost();
        if (host == null || !ManagementKey.suits(host)) {
            throw new AuthException("services." + ServerConfiguration.SERVICE + ".host is " + host
                    + ", which is not this machine: FlowGate sends no management key there by itself. Set "
                    + AuthSettings.of(context).path("management_url")
                    + " to its https:// address, and management_key.");
        }
        boolean tls = ServerConfiguration.of(context)
                .map(ServerConfiguration::tls)
                .orElse("https".equals(service.getScheme()));
        return URI.create((tls ? "https://" : "http://") + host + ":" + service.getPort());
    }

    private static Optional<Secret> configuredKey(AuthContext context) {
        AuthSettings settings = AuthSettings.of(context);
        Optional<String> value = settings.text("management_key");
        Optional<SecretReference> file = settings.file("management_key_file").map(SecretReference.CredentialFile::new);
        if (value.isPresent() && file.isPresent()) {
            throw new AuthException(settings.path("management_key") + " and " + settings.path("management_key_file")
                    + " are both set. Remove one of them.");
        }
        String name = settings.path(value.isPresent() ? "management_key" : "management_key_file");
        return value.map(SecretReference::parse).or(() -> file).map(reference -> resolve(reference, name, context));
    }

    private static Secret resolve(SecretReference reference, String name, AuthContext context) {
        Secret key;
        try {
            key = reference.resolve(
                    variable -> context.environmentVariable(variable).orElse(null));
        } catch (SecretException missing) {
            throw new AuthException(name + " cannot be used: " + missing.getMessage(), missing);
        }
        if (HASH.matcher(key.reveal()).matches()) {
            throw new AuthException(name + " is the hash that CLIProxyAPI writes in place of its key, and not the key."
                    + " Set the key itself, or give the server a new one.");
        }
        if (!SENDABLE.matcher(key.reveal()).matches()) {
            throw new AuthException(name + " must consist of ASCII letters, digits and signs, without spaces.");
        }
        return key;
    }

    // The key that FlowGate made belongs to the server that FlowGate runs, which is on this machine.
    private static Optional<Secret> ownKey(AuthContext context, URI base) {
        return ManagementKey.suits(base.getHost())
                ? ManagementKey.existing(context.runtimeDirectory())
                : Optional.empty();
    }

    private static URI origin(URI address) {
        return URI.create(address.getScheme() + "://" + address.getRawAuthority());
    }
}
