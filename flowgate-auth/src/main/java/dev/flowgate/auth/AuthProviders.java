package dev.flowgate.auth;

import dev.flowgate.auth.Selection.Selected;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.CredentialStore;
import dev.flowgate.config.FlowGateConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * The providers of a configuration: logs in to them, imports, tells how they stand, logs out, and renews what FlowGate
 * keeps. Nothing is opened or created before it is needed. Safe for use by several threads.
 */
public final class AuthProviders {
    private final Surroundings surroundings;
    private final Selection selection;
    private final Locks locks;
    private final Login login;

    AuthProviders(Surroundings surroundings, Pace pace) {
        this.surroundings = surroundings;
        this.selection = new Selection(surroundings);
        this.locks = new Locks(surroundings.lockDirectory(), surroundings.clock());
        this.login = new Login(surroundings, locks, pace);
    }

    /**
     * Returns the providers of a configuration, with every default.
     *
     * @param config the configuration
     * @return the providers
     * @throws AuthException as {@link AuthMethodRegistry#discovered()} does
     */
    public static AuthProviders of(FlowGateConfig config) {
        return builder(config).build();
    }

    /**
     * Starts with the providers of a configuration.
     *
     * @param config the configuration
     * @return a builder
     */
    public static AuthProvidersBuilder builder(FlowGateConfig config) {
        return new AuthProvidersBuilder(config);
    }

    /**
     * Lists the providers: those that are configured, in their order, then those that a configured CLIProxyAPI can log in
     * to, then those that another program's credentials can be imported for. Looks at the configuration alone.
     *
     * @return the providers; unmodifiable
     */
    public List<ProviderSummary> list() {
        return selection.summaries();
    }

    /**
     * Tells how each provider of {@link #list()} stands that one can log in to. One that cannot be looked up is told with
     * its problem, and takes no other down. Spends nothing at any provider.
     *
     * @return how they stand, in the order of {@link #list()}; unmodifiable
     * @throws InterruptedException if the thread is interrupted
     */
    public List<ProviderStatus> status() throws InterruptedException {
        List<ProviderStatus> all = new ArrayList<>();
        for (ProviderSummary provider : selection.summaries()) {
            if (provider.method() != null) {
                all.add(new StatusLook(surroundings, selection).look(provider));
            }
        }
        return List.copyOf(all);
    }

    /**
     * Logs in to a provider, and returns when that has succeeded. One login to a provider runs at a time, also across
     * processes. Failures that may pass are repeated until the deadline. Records the event {@code oauth_login}.
     *
     * @param provider the provider's name
     * @param options how to wait
     * @param listener tells the user how to get on
     * @return what the login ended with
     * @throws AuthException if it failed, was cancelled by the user, did not end in time, or cannot begin because the
     *     provider is not known, its settings are wrong or another login to it runs
     * @throws InterruptedException if the thread is interrupted; the session is closed then
     */
    public LoginResult login(String provider, LoginOptions options, LoginListener listener)
            throws InterruptedException {
        return login.run(select(provider, "oauth_login"), options, listener, "oauth_login", () -> {});
    }

    /**
     * Takes over another program's credentials for CLIProxyAPI. Records the event {@code auth_import}.
     *
     * @param provider the provider's name; it need not be configured
     * @param options from where and to where
     * @return the files that were written, one for each account; not empty
     * @throws AuthException if there is no importer for the provider, or nothing to import
     */
    public List<ImportedFile> importHeadless(String provider, ImportOptions options) {
        return new HeadlessImport(surroundings, selection).run(provider, options);
    }

    /**
     * Stores a key for a provider whose method is {@code api_key}, after the method has checked it. Records the event
     * {@code auth_import}.
     *
     * @param provider the provider's name
     * @param source where the key is
     * @return what was stored
     * @throws AuthException if the provider is not configured, its method is another one, or the key is missing or refused
     * @throws InterruptedException if the thread is interrupted
     */
    public LoginResult importKey(String provider, KeySource source) throws InterruptedException {
        Selected selected = select(provider, "auth_import");
        KeyImport key = surroundings.recordingFailure(
                "auth_import", provider, () -> KeyImport.of(selected, source, surroundings.environment()));
        return login.run(selected, LoginOptions.DEFAULTS, key, "auth_import", key::requireUsed);
    }

    /**
     * Makes sure that a provider's method takes a key, before anybody is asked for one.
     *
     * @param provider the provider's name
     * @throws AuthException if the provider is not configured, or its method takes no key
     */
    public void requireTakesKey(String provider) {
        KeyImport.requireTakesKey(selection.select(provider));
    }

    /**
     * Removes a provider's credentials, wherever they are kept. Records the event {@code auth_logout}.
     *
     * @param provider the provider's name
     * @return where the removed credentials were; empty when there were none
     * @throws AuthException if the provider is not known, or they cannot be removed
     * @throws InterruptedException if the thread is interrupted
     */
    public List<String> logout(String provider) throws InterruptedException {
        return new Logout(surroundings, locks).run(select(provider, "auth_logout"));
    }

    /**
     * Starts to renew what FlowGate keeps before it expires, in a daemon thread. Several processes may do so at once: one
     * at a time renews a credential, and the others take what it got. Records the event {@code auth_renewal}.
     *
     * @return ends it when closed
     */
    public Renewal keepFresh() {
        return Renewal.start(renewalRun());
    }

    private Selected select(String provider, String event) {
        return surroundings.recordingFailure(event, provider, () -> selection.select(provider));
    }

    RenewalRun renewalRun() {
        return new RenewalRun(surroundings, selection, locks);
    }

    /**
     * Returns where FlowGate keeps credentials.
     *
     * @return the store
     */
    public CredentialStore credentials() {
        return surroundings.store();
    }

    /**
     * Returns the methods and importers.
     *
     * @return the registry
     */
    public AuthMethodRegistry registry() {
        return surroundings.registry();
    }
}
