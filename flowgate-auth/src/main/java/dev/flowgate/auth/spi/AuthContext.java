package dev.flowgate.auth.spi;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What the library hands to a method: the provider that is configured, and everything that reaches beyond the method, so
 * that it can be tested without network and without waiting. The library implements it; it may gain methods.
 */
public interface AuthContext {
    /**
     * Returns the provider's name, its key in {@code auth.providers}.
     *
     * @return the name, such as {@code codex}
     */
    String provider();

    /**
     * Returns the provider's settings: its entry in {@code auth.providers} without {@code method}.
     *
     * @return maps, lists, texts, numbers and booleans by key; unmodifiable
     */
    Map<String, Object> settings();

    /**
     * Returns the client for requests. It follows no redirects, and gives up connecting after ten seconds; each request
     * needs its own {@link java.net.http.HttpRequest.Builder#timeout timeout}.
     *
     * @return the client
     */
    HttpClient http();

    /**
     * Returns the clock that expiry is told by.
     *
     * @return the clock
     */
    Clock clock();

    /**
     * Returns the source of states, verifiers and other values that nobody may guess.
     *
     * @return a secure source
     */
    RandomGenerator random();

    /**
     * Returns where credentials are kept.
     *
     * @return the store
     */
    CredentialStore credentials();

    /**
     * Returns the value of an environment variable.
     *
     * @param name the variable's name
     * @return its value; empty when it is not set
     */
    Optional<String> environmentVariable(String name);

    /**
     * Returns the folder that relative paths in the settings start at: the configuration file's.
     *
     * @return an absolute path
     */
    Path baseDirectory();

    /**
     * Returns the folder of the credentials that CLIProxyAPI reads, unless its own configuration names another.
     *
     * @return an absolute path; the folder need not exist
     */
    Path authDirectory();

    /**
     * Returns the folder of what FlowGate remembers while and between runs.
     *
     * @return an absolute path; the folder need not exist
     */
    Path runtimeDirectory();

    /**
     * Returns the address at which a configured service is reached.
     *
     * @param service the service's name, such as {@code cliproxyapi_plus}
     * @return its address, without a path; empty when no such service is configured or it has no port
     */
    Optional<URI> serviceAddress(String service);

    /**
     * Returns the command that runs a configured service, which may name the service's own configuration.
     *
     * @param service the service's name, such as {@code cliproxyapi_plus}
     * @return its command; empty when no such service is configured or no command runs it
     */
    default Optional<ServiceCommand> serviceCommand(String service) {
        return Optional.empty();
    }
}
