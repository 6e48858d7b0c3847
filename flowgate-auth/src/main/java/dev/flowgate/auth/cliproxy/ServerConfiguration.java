package dev.flowgate.auth.cliproxy;

import dev.flowgate.auth.spi.AuthContext;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.secret.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What CLIProxyAPI's own configuration says, as far as FlowGate has to know it. The management key that FlowGate uses is not
 * among it: the server replaces the key in the file by a hash when it starts.
 *
 * @param file the configuration, absolute
 * @param host the address it listens on, as written; empty for all of the machine's addresses
 * @param port the port it listens on; 0 when none is set, and the server then takes a random one
 * @param authDirectory where it keeps credentials, absolute
 * @param namedAuthDirectory {@code auth-dir} as written; empty when it is not set
 * @param tls whether it speaks HTTPS alone
 * @param clientKeys {@code api-keys}, without blank ones; when there are none, it answers everybody
 * @param management how it may be managed
 * @param profiling the address of Go's profiler, which asks for no key; null when it is off
 */
public record ServerConfiguration(
        Path file,
        String host,
        int port,
        Path authDirectory,
        String namedAuthDirectory,
        boolean tls,
        List<Secret> clientKeys,
        Management management,
        @Nullable String profiling) {
    static final String SERVICE = ServiceConfig.CLIPROXYAPI_PLUS;

    /** The default of the mainline; the Plus edition does not start without the key. */
    private static final String DEFAULT_AUTH_DIRECTORY = "~/.cli-proxy-api";

    private static final String DEFAULT_PROFILING = "127.0.0.1:8316";

    /** Copies the keys. */
    public ServerConfiguration {
        clientKeys = List.copyOf(clientKeys);
    }

    /**
     * The section {@code remote-management}.
     *
     * @param remote whether it takes management requests from other machines
     * @param panel whether it downloads a web page for its management from the internet, and serves it
     * @param key the key, or the hash that the server has put in its place; null when none is set
     */
    public record Management(
            boolean remote, boolean panel, @Nullable Secret key) {}

    /** Reads the configuration that the service's command names; empty when it names none, or one that is not there. */
    static Optional<ServerConfiguration> of(AuthContext context) {
        return context.serviceCommand(SERVICE)
                .flatMap(command -> ConfigOption.file(command)
                        .flatMap(file -> ServerDocument.read(file)
                                .map(document -> of(file, document, command.workingDirectory()))));
    }

    /**
     * Reads a configuration's document.
     *
     * @throws AuthException if {@code auth-dir} is not a path
     */
    static ServerConfiguration of(Path file, Map<?, ?> root, Path workingDirectory) {
        Map<?, ?> management = section(root, "remote-management");
        Map<?, ?> pprof = section(root, "pprof");
        String named = text(root, "auth-dir");
        String key = text(management, "secret-key");
        String profiling = text(pprof, "addr");
        return new ServerConfiguration(
                file,
                text(root, "host"),
                root.get("port") instanceof Integer port ? port : 0,
                ConfigOption.resolve(
                        named.isEmpty() ? DEFAULT_AUTH_DIRECTORY : named, workingDirectory, "auth-dir of " + file),
                named,
                on(section(root, "tls"), "enable"),
                keys(root.get("api-keys")),
                new Management(
                        on(management, "allow-remote"),
                        !on(management, "disable-control-panel"),
                        key.isEmpty() ? null : Secret.of(key)),
                on(pprof, "enable") ? (profiling.isEmpty() ? DEFAULT_PROFILING : profiling) : null);
    }

    private static Map<?, ?> section(Map<?, ?> root, String key) {
        return root.get(key) instanceof Map<?, ?> section ? section : Map.of();
    }

    /** Returns a value as text, which an unquoted number is as well; empty when there is none. */
    private static String text(Map<?, ?> section, String key) {
        Object value = section.get(key);
        return value == null || value instanceof Map || value instanceof List
                ? ""
                : String.valueOf(value).strip();
    }

    // The server's parser is for YAML 1.1 where it expects a truth value.
    private static boolean on(Map<?, ?> section, String key) {
        return switch (text(section, key)) {
            case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", "y", "Y" -> true;
            default -> false;
        };
    }

    private static List<Secret> keys(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream()
                        .map(key -> key == null ? "" : String.valueOf(key).strip())
                        .filter(key -> !key.isEmpty())
                        .map(Secret::of)
                        .toList()
                : List.of();
    }
}
