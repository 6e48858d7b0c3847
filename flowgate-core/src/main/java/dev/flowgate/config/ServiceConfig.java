package dev.flowgate.config;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code services}.
 *
 * @param name the service's name, such as {@code litellm}
 * @param type who runs it
 * @param host the address it listens on; 127.0.0.1 unless configured
 * @param port the port it listens on, 1 to 65535; 0 when none is configured and the service has no default
 * @param readinessPath the path that answers 2xx when the service is ready
 * @param command what to run; null for {@link Type#EMBEDDED}, and for one made by {@link #installed} until a configuration
 *     is built with it
 * @param dependsOn the services that must have reached a condition before this one starts
 * @param restart whether a supervisor starts it again after it ends
 * @param startupTimeout how long it may take to become ready
 * @param stopTimeout how long it may take to end after it was asked to
 * @param enabled whether commands that speak of all services include it
 */
public record ServiceConfig(
        String name,
        Type type,
        String host,
        int port,
        String readinessPath,
        @Nullable CommandConfig command,
        Map<String, DependencyCondition> dependsOn,
        RestartPolicy restart,
        Duration startupTimeout,
        Duration stopTimeout,
        boolean enabled) {

    /** The service that answers LLM requests; the only one that can be embedded. */
    public static final String LITELLM = "litellm";

    /** The service that turns OAuth subscriptions into an API. */
    public static final String CLIPROXYAPI_PLUS = "cliproxyapi_plus";

    /** The name under which FlowGate runs its own supervisor process; no service may have it. */
    public static final String SUPERVISOR = "supervisor";

    /** Copies the dependencies. */
    public ServiceConfig {
        dependsOn = Collections.unmodifiableMap(new LinkedHashMap<>(dependsOn));
    }

    /**
     * Returns FlowGate's own engine as the service {@code litellm}, with every default.
     *
     * @return the service
     */
    public static ServiceConfig embedded() {
        return withDefaults(LITELLM, Type.EMBEDDED, null);
    }

    /**
     * Returns a service that a command runs, with the defaults that belong to its name.
     *
     * @param name the service's name
     * @param command what to run
     * @return the service
     */
    public static ServiceConfig process(String name, CommandConfig command) {
        return withDefaults(name, Type.PROCESS, command);
    }

    /**
     * Returns a service that runs what FlowGate has installed for it, with the defaults that belong to its name. The
     * configuration that is built with it says by which command.
     *
     * @param name {@link #LITELLM} or {@link #CLIPROXYAPI_PLUS}
     * @return the service
     * @throws IllegalArgumentException for any other name
     */
    public static ServiceConfig installed(String name) {
        if (!InstalledCommand.exists(name)) {
            throw new IllegalArgumentException("nothing is installed for " + name);
        }
        return withDefaults(name, Type.PROCESS, null);
    }

    /**
     * Returns this service at another port.
     *
     * @param newPort the port, 1 to 65535
     * @return a copy
     */
    public ServiceConfig withPort(int newPort) {
        return new ServiceConfig(
                name,
                type,
                host,
                newPort,
                readinessPath,
                command,
                dependsOn,
                restart,
                startupTimeout,
                stopTimeout,
                enabled);
    }

    /**
     * Returns this service with another patience for its start.
     *
     * @param newStartupTimeout how long it may take to become ready; more than zero
     * @return a copy
     */
    public ServiceConfig withStartupTimeout(Duration newStartupTimeout) {
        return new ServiceConfig(
                name,
                type,
                host,
                port,
                readinessPath,
                command,
                dependsOn,
                restart,
                newStartupTimeout,
                stopTimeout,
                enabled);
    }

    /**
     * Returns how long the service may take to end at an age. CLIProxyAPI lets running requests go on until it is 30 s old,
     * and cuts them off from then on: as long as nothing else is configured, it may take what is left of its
     * {@link #stopTimeout()} at its age, and 10 s at least.
     *
     * @param age how long it has run, zero or more
     * @return the time until it is killed
     */
    public Duration stopTimeout(Duration age) {
        if (!name.equals(CLIPROXYAPI_PLUS) || !stopTimeout.equals(ServiceDefaults.stopTimeout(name))) {
            return stopTimeout;
        }
        Duration left = stopTimeout.minus(age);
        return left.compareTo(ServiceDefaults.STOP_TIMEOUT) < 0 ? ServiceDefaults.STOP_TIMEOUT : left;
    }

    /**
     * Returns an address of the service.
     *
     * @param path a path, with a / first, as it is written in an address
     * @return {@link #address()} with that path; empty when the service has no port
     * @throws IllegalArgumentException if the path contains what an address cannot
     */
    public Optional<URI> addressOf(String path) {
        // Not resolved: a path that begins with // would name another host.
        return address().map(base -> URI.create(base + path));
    }

    /**
     * Returns the address at which clients on this machine reach the service. One that listens on every address is reached
     * at the loopback.
     *
     * @return an {@code http} address without a path; empty when the service has no port
     */
    public Optional<URI> address() {
        if (port == 0) {
            return Optional.empty();
        }
        String reached = switch (host) {
            case "", "0.0.0.0" -> "127.0.0.1";
            case "::", "[::]" -> "[::1]";
            default -> host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
        };
        return Optional.of(URI.create("http://" + reached + ":" + port));
    }

    private static ServiceConfig withDefaults(String name, Type type, @Nullable CommandConfig command) {
        return new ServiceConfig(
                name,
                type,
                ServiceDefaults.HOST,
                ServiceDefaults.port(name),
                ServiceDefaults.readinessPath(name),
                command,
                Map.of(),
                RestartPolicy.NO,
                ServiceDefaults.startupTimeout(name, type),
                ServiceDefaults.stopTimeout(name),
                true);
    }

    /** Who runs a service. */
    public enum Type {
        /** FlowGate's own engine. */
        EMBEDDED,
        /** A command of its own. */
        PROCESS
    }

    /** What a service waits for in another one. */
    public enum DependencyCondition {
        /** Its process runs. */
        STARTED,
        /** It is ready. */
        HEALTHY,
        /** It has ended with exit code 0. */
        EXITED0
    }

    /** Whether a supervisor starts a service again after it ends. */
    public enum RestartPolicy {
        /** Never. */
        NO,
        /** When it ended otherwise than by exit code 0, or before it was ready. */
        ON_FAILURE,
        /** Whenever it ended without being asked to. */
        ALWAYS
    }
}
