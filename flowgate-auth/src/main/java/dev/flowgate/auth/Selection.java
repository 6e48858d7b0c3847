package dev.flowgate.auth;

import dev.flowgate.auth.http.ServerText;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.AuthMethod;
import dev.flowgate.config.AuthProviderConfig;
import dev.flowgate.config.ServiceConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the method of a provider. A provider that is not configured has one when CLIProxyAPI is configured and can log in
 * to it.
 */
final class Selection {
    /** Settings that the library itself reads, of every provider. */
    static final String TIMEOUT = "timeout_seconds";

    static final String POLL_INTERVAL = "poll_interval_seconds";

    /** The setting that only importers read; methods take no setting that they do not know. */
    private static final String ACCOUNT = "account";

    private final Surroundings surroundings;

    Selection(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * A provider with its method.
     *
     * @param config its entry in the configuration, or what stands for it
     */
    record Selected(AuthProviderConfig config, AuthMethod method, ProviderContext context) {}

    /**
     * Selects.
     *
     * @throws AuthException if the provider is not known, or its method is not
     */
    Selected select(String provider) {
        AuthProviderConfig config = config(provider).orElseThrow(() -> unknown(provider));
        try {
            return new Selected(
                    config,
                    surroundings.registry().method(config.method()),
                    methodContext(provider, config.settings()));
        } catch (AuthException unknownMethod) {
            throw new AuthException("auth.providers." + provider + ".method: " + unknownMethod.getMessage());
        }
    }

    /** What a provider's importer gets; it need not be configured. */
    ProviderContext context(String provider) {
        return context(
                provider, config(provider).map(AuthProviderConfig::settings).orElse(Map.of()));
    }

    private ProviderContext methodContext(String provider, Map<String, Object> settings) {
        Map<String, Object> own = new LinkedHashMap<>(settings);
        own.remove(ACCOUNT);
        return context(provider, own);
    }

    private ProviderContext context(String provider, Map<String, Object> settings) {
        surroundings.store().location(provider);
        Map<String, Object> own = new LinkedHashMap<>(settings);
        own.remove(TIMEOUT);
        own.remove(POLL_INTERVAL);
        return new ProviderContext(provider, Collections.unmodifiableMap(own), surroundings);
    }

    List<ProviderSummary> summaries() {
        Set<String> names = new LinkedHashSet<>(surroundings.providers().keySet());
        if (surroundings.services().containsKey(ServiceConfig.CLIPROXYAPI_PLUS)) {
            names.addAll(new TreeSet<>(ProviderNames.OF_CLIPROXYAPI));
        }
        names.addAll(surroundings.registry().importerProviders());
        List<ProviderSummary> summaries = new ArrayList<>();
        names.forEach(name -> summaries.add(summary(name)));
        return List.copyOf(summaries);
    }

    private ProviderSummary summary(String name) {
        Optional<AuthProviderConfig> config = config(name);
        String problem = config.map(this::problem).orElse(null);
        return new ProviderSummary(
                name,
                config.map(AuthProviderConfig::method).orElse(null),
                surroundings.providers().containsKey(name),
                config.isPresent() && problem == null,
                surroundings.registry().importer(name).isPresent(),
                problem);
    }

    private @Nullable String problem(AuthProviderConfig config) {
        try {
            select(config.name());
            return null;
        } catch (AuthException unusable) {
            return unusable.getMessage();
        }
    }

    private Optional<AuthProviderConfig> config(String provider) {
        AuthProviderConfig configured = surroundings.providers().get(provider);
        if (configured != null) {
            return Optional.of(configured);
        }
        return servedByCliProxyApi(provider)
                ? Optional.of(new AuthProviderConfig(provider, AuthProviderConfig.DEFAULT_METHOD, Map.of()))
                : Optional.empty();
    }

    private boolean servedByCliProxyApi(String provider) {
        return surroundings.services().containsKey(ServiceConfig.CLIPROXYAPI_PLUS)
                && ProviderNames.OF_CLIPROXYAPI.contains(provider);
    }

    private AuthException unknown(String provider) {
        String shown = ServerText.quote(provider);
        Set<String> configured = new TreeSet<>(surroundings.providers().keySet());
        String known =
                configured.isEmpty() ? "None is configured." : "Configured are " + String.join(", ", configured) + ".";
        String hint = !ProviderNames.OF_CLIPROXYAPI.contains(provider)
                ? ""
                : " With a service cliproxyapi_plus in the configuration it needs no entry.";
        return new AuthException("There is no provider '" + shown + "' in auth.providers. " + known
                + " Add auth.providers." + shown + " with its method ("
                + String.join(", ", surroundings.registry().methodIds())
                + ")." + hint);
    }
}
