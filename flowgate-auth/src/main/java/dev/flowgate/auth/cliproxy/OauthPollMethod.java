package dev.flowgate.auth.cliproxy;

import dev.flowgate.auth.http.NotTakenException;
import dev.flowgate.auth.spi.AuthContext;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.AuthMethod;
import dev.flowgate.auth.spi.AuthSession;
import dev.flowgate.auth.spi.AuthSettings;
import dev.flowgate.auth.spi.HeldCredential;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * {@code oauth_poll}: logs in through the management API of a running CLIProxyAPI, which keeps the credential, or by two
 * endpoints that the configuration names. What is kept is looked up at the server when it runs, and in its folder else.
 */
public final class OauthPollMethod implements AuthMethod {
    private static final List<String> SETTINGS = List.of(
            "provider",
            "management_url",
            "management_key",
            "management_key_file",
            "auth_url_endpoint",
            "status_endpoint");

    private final RefusedKeys refused = new RefusedKeys();

    /** Creates the method. */
    public OauthPollMethod() {}

    @Override
    public String id() {
        return "oauth_poll";
    }

    @Override
    public AuthSession login(AuthContext context) {
        AuthSettings settings = AuthSettings.of(context);
        var known = new TreeSet<>(SETTINGS);
        known.addAll(RouteParameters.SETTINGS);
        settings.requireOnly(known);
        Optional<ConfiguredEndpoints> endpoints = ConfiguredEndpoints.of(context);
        if (endpoints.isPresent() && !endpoints.get().areManagement()) {
            return new PlainEndpointSession(context, endpoints.get());
        }
        LoginRoute route = requiredRoute(context);
        Map<String, String> parameters = RouteParameters.of(route, settings);
        return new OauthPollSession(context, route, parameters, refused, warning(endpoints, settings));
    }

    @Override
    public List<HeldCredential> held(AuthContext context) throws IOException, InterruptedException {
        Optional<LoginRoute> route = route(context);
        if (route.isEmpty()) {
            return List.of();
        }
        KeptCredentials kept = new KeptCredentials(context, route.get());
        ManagementClient client = client(context);
        List<AuthFile> listed = client == null ? null : listed(client);
        if (client == null || listed == null) {
            return kept.describeFiles();
        }
        List<HeldCredential> held = new ArrayList<>();
        for (AuthFile file : listed) {
            if (route.get().takes(file.type())) {
                held.add(kept.describe(file, client.base()));
            }
        }
        return held;
    }

    @Override
    public List<String> logout(AuthContext context) throws IOException, InterruptedException {
        LoginRoute route = requiredRoute(context);
        KeptCredentials kept = new KeptCredentials(context, route);
        ManagementClient client = client(context);
        List<AuthFile> listed = client == null ? null : listed(client);
        List<String> removed = new ArrayList<>();
        if (client == null || listed == null) {
            for (Path file : kept.files()) {
                if (Files.deleteIfExists(file)) {
                    removed.add(file.toString());
                }
            }
            return removed;
        }
        for (AuthFile file : listed) {
            // One without a file is derived from another one, and goes with it.
            String location = kept.location(file, client.base());
            if (route.takes(file.type()) && !file.runtimeOnly() && client.delete(file.name())) {
                removed.add(location);
            }
        }
        return removed;
    }

    /** Returns a client; null when there is no key to ask a server with. */
    private @Nullable ManagementClient client(AuthContext context) {
        Optional<ConfiguredEndpoints> endpoints = ConfiguredEndpoints.of(context);
        if (endpoints.isPresent() && !endpoints.get().areManagement()) {
            return null;
        }
        return ManagementAccess.ifAny(context)
                .map(access -> new ManagementClient(context.http(), access, new Gatekeeper(refused, context.clock())))
                .orElse(null);
    }

    /** Returns the server's list; null when it does not run. */
    private static @Nullable List<AuthFile> listed(ManagementClient client) throws IOException, InterruptedException {
        try {
            return client.authFiles();
        } catch (NotTakenException notReached) {
            if (notReached.getCause() instanceof ConnectException) {
                return null;
            }
            throw notReached;
        }
    }

    private static LoginRoute requiredRoute(AuthContext context) {
        return route(context)
                .orElseThrow(() -> new AuthException("CLIProxyAPI has no login to '" + context.provider()
                        + "'. It knows: " + LoginRoute.allNames() + ". If auth.providers." + context.provider()
                        + " stands for one of these, name it: "
                        + AuthSettings.of(context).path("provider") + "."));
    }

    private static Optional<LoginRoute> route(AuthContext context) {
        Optional<String> named = AuthSettings.of(context).text("provider");
        if (named.isPresent()) {
            return LoginRoute.of(named.get());
        }
        return LoginRoute.of(context.provider())
                .or(() -> ConfiguredEndpoints.of(context)
                        .flatMap(ConfiguredEndpoints::provider)
                        .flatMap(LoginRoute::of));
    }

    private static @Nullable String warning(Optional<ConfiguredEndpoints> endpoints, AuthSettings settings) {
        return endpoints.map(ConfiguredEndpoints::wereNeverServed).orElse(false)
                ? "No version of CLIProxyAPI has the address in " + settings.path("auth_url_endpoint")
                        + "; FlowGate uses the one that it has. Remove auth_url_endpoint and status_endpoint."
                : null;
    }
}
