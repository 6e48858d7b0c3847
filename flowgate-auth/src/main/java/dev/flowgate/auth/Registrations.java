package dev.flowgate.auth;

import dev.flowgate.auth.spi.AuthMethod;
import dev.flowgate.auth.spi.CredentialImporter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What has been registered, of both kinds. */
final class Registrations {
    private static final Pattern METHOD_ID = Pattern.compile("[a-z][a-z0-9_]{0,63}");
    private static final Pattern PROVIDER_NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

    private final Registered<AuthMethod> methods;
    private final Registered<CredentialImporter> importers;
    private final List<RejectedProvider> rejected = new ArrayList<>();

    Registrations() {
        this(
                new Registered<>("auth method", "id", METHOD_ID, AuthMethod::id, method -> Set.of()),
                new Registered<>(
                        "credential importer",
                        "provider",
                        PROVIDER_NAME,
                        CredentialImporter::provider,
                        CredentialImporter::aliases));
    }

    private Registrations(Registered<AuthMethod> methods, Registered<CredentialImporter> importers) {
        this.methods = methods;
        this.importers = importers;
    }

    Registrations copy() {
        return new Registrations(methods.copy(), importers.copy());
    }

    Registered<AuthMethod> methods() {
        return methods;
    }

    Registered<CredentialImporter> importers() {
        return importers;
    }

    List<RejectedProvider> rejected() {
        return List.copyOf(rejected);
    }

    /**
     * Returns the importers by their further names.
     *
     * @throws AuthException if a further name is also another importer's name, of either kind
     */
    Map<String, CredentialImporter> importersByAlias() {
        Map<String, CredentialImporter> byAlias = new HashMap<>();
        importers.byKey().forEach((provider, importer) -> {
            for (String alias : importer.aliases()) {
                if (importers.isHandedOver(alias)) {
                    // That one takes the name from whatever else has it.
                    continue;
                }
                CredentialImporter other = byAlias.put(alias, importer);
                CredentialImporter named =
                        alias.equals(provider) ? null : importers.byKey().get(alias);
                CredentialImporter first = other == null ? named : other;
                if (first != null) {
                    throw importers.twice(alias, first, importer);
                }
            }
        });
        return byAlias;
    }

    void addBuiltIns() {
        BuiltIns.methods().forEach(methods::add);
        BuiltIns.importers().forEach(importers::add);
    }

    void discover(@Nullable ClassLoader first) {
        Discovery discovery = new Discovery(first);
        add(discovery.find(loader -> ServiceLoader.load(AuthMethod.class, loader)), methods);
        add(discovery.find(loader -> ServiceLoader.load(CredentialImporter.class, loader)), importers);
    }

    private <T> void add(Discovery.Found<T> found, Registered<T> kind) {
        rejected.addAll(found.rejected());
        for (T implementation : found.usable()) {
            String problem = kind.problem(implementation);
            if (problem == null) {
                kind.add(implementation);
            } else {
                rejected.add(new RejectedProvider(implementation.getClass().getName(), problem));
            }
        }
    }
}
