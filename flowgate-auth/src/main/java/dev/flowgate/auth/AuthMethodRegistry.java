package dev.flowgate.auth;

import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.AuthMethod;
import dev.flowgate.auth.spi.CredentialImporter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The ways to log in and the importers that a program knows: those that come with FlowGate, those that
 * {@link java.util.ServiceLoader} finds, and those that the program hands over. One that is handed over takes the place of
 * any other with its id. Immutable, and safe for use by several threads.
 */
public final class AuthMethodRegistry {
    private final SortedMap<String, AuthMethod> methods;
    private final SortedMap<String, CredentialImporter> importers;
    private final Map<String, CredentialImporter> importersByAlias;
    private final List<RejectedProvider> rejected;

    private AuthMethodRegistry(Registrations registrations) {
        this.methods = registrations.methods().byKey();
        this.importers = registrations.importers().byKey();
        this.importersByAlias = registrations.importersByAlias();
        this.rejected = registrations.rejected();
    }

    /**
     * Returns a registry of what comes with FlowGate and what is discovered.
     *
     * @return the registry
     * @throws AuthException as {@link Builder#build()} does
     */
    public static AuthMethodRegistry discovered() {
        return builder().build();
    }

    /**
     * Starts a registry.
     *
     * @return a builder that discovers, and has nothing handed over
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the method with an id.
     *
     * @param id the value of {@code auth.providers.NAME.method}
     * @return the method
     * @throws AuthException if there is none; the message names those that there are
     */
    public AuthMethod method(String id) {
        AuthMethod method = methods.get(id);
        if (method == null) {
            String broken = rejected.isEmpty() ? "" : " Classes that could not be used: " + names() + ".";
            throw new AuthException("There is no auth method '" + id + "'. There are: "
                    + String.join(", ", methods.keySet()) + "." + broken);
        }
        return method;
    }

    /**
     * Returns the methods' ids.
     *
     * @return the ids, sorted; unmodifiable
     */
    public Set<String> methodIds() {
        return methods.keySet();
    }

    /**
     * Returns what takes over another program's credentials for a provider.
     *
     * @param provider the provider's name, or one of its further names
     * @return the importer; empty when there is none
     */
    public Optional<CredentialImporter> importer(String provider) {
        return Optional.ofNullable(importers.get(provider))
                .or(() -> Optional.ofNullable(importersByAlias.get(provider)));
    }

    /**
     * Returns the providers that there are importers for.
     *
     * @return the providers' names, sorted; unmodifiable
     */
    public Set<String> importerProviders() {
        return importers.keySet();
    }

    /**
     * Returns the classes that discovery found and could not use, because they cannot be loaded, their constructor fails,
     * or their id is not well-formed.
     *
     * @return the classes with the reasons; unmodifiable
     */
    public List<RejectedProvider> rejected() {
        return rejected;
    }

    private String names() {
        return String.join(
                ", ", rejected.stream().map(RejectedProvider::className).toList());
    }

    /** Makes an {@link AuthMethodRegistry}. Not safe for use by several threads. */
    public static final class Builder {
        private final Registrations registrations = new Registrations();
        private boolean discover = true;
        private @Nullable ClassLoader loader;

        private Builder() {}

        /**
         * Says whether {@link java.util.ServiceLoader} is asked, with the thread's context class loader and then with
         * FlowGate's own. The class path, the module path and folders of extensions are found so.
         *
         * @param wanted default is true
         * @return this builder
         */
        public Builder discover(boolean wanted) {
            this.discover = wanted;
            return this;
        }

        /**
         * Sets the class loader that discovery asks first, instead of the thread's context class loader.
         *
         * @param first the class loader
         * @return this builder
         */
        public Builder classLoader(ClassLoader first) {
            this.loader = first;
            return this;
        }

        /**
         * Hands over a method, in place of any other with its id.
         *
         * @param method the method
         * @return this builder
         * @throws AuthException if its id is not well-formed, or another one with that id was handed over
         */
        public Builder method(AuthMethod method) {
            registrations.methods().handOver(method);
            return this;
        }

        /**
         * Hands over an importer, in place of any other for its provider.
         *
         * @param importer the importer
         * @return this builder
         * @throws AuthException if its provider's name is not well-formed, or another one for it was handed over
         */
        public Builder importer(CredentialImporter importer) {
            registrations.importers().handOver(importer);
            return this;
        }

        /**
         * Discovers, and makes the registry.
         *
         * @return the registry
         * @throws AuthException if two classes that come with FlowGate or are discovered have one id, which is not decided
         *     in silence; the message names both. Handing over a method of that id decides it
         */
        public AuthMethodRegistry build() {
            Registrations complete = registrations.copy();
            complete.addBuiltIns();
            if (discover) {
                complete.discover(loader);
            }
            return new AuthMethodRegistry(complete);
        }
    }
}
