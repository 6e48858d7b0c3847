package dev.flowgate.auth.cliproxy;

import dev.flowgate.auth.spi.AuthContext;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.ServiceCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * What of CLIProxyAPI's own configuration a login has to know. The management key is not among it: the server replaces
 * the key in the file by a hash when it starts.
 *
 * @param authDirectory where it keeps credentials, absolute
 * @param tls whether it speaks HTTPS alone
 */
record ServerConfiguration(Path authDirectory, boolean tls) {
    static final String SERVICE = "cliproxyapi_plus";

    private static final int LARGEST = 1024 * 1024;

    /** Reads the configuration that the service's command names; empty when it names none, or one that is not there. */
    static Optional<ServerConfiguration> of(AuthContext context) {
        return context.serviceCommand(SERVICE).flatMap(ServerConfiguration::of);
    }

    private static Optional<ServerConfiguration> of(ServiceCommand command) {
        String named = configOption(command);
        if (named == null) {
            return Optional.empty();
        }
        Path file = resolve(named, command.workingDirectory(), "-config of services." + SERVICE + ".command.args");
        try (var in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(LARGEST + 1);
            if (content.length > LARGEST) {
                throw new AuthException(file + " is larger than " + LARGEST
                        + " bytes, which is too much for a configuration of CLIProxyAPI.");
            }
            return Optional.of(read(file, new String(content, StandardCharsets.UTF_8), command.workingDirectory()));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        } catch (IOException failure) {
            throw new AuthException(
                    "The configuration of CLIProxyAPI, " + file
                            + ", cannot be read. Check its permissions: it names the folder of the credentials.",
                    failure);
        }
    }

    private static ServerConfiguration read(Path file, String text, Path workingDirectory) {
        Object document = parse(file, text);
        if (document != null && !(document instanceof Map)) {
            throw new AuthException(file + " is no configuration of CLIProxyAPI: it must be a map of keys and values.");
        }
        Map<?, ?> root = document instanceof Map<?, ?> map ? map : Map.of();
        Object directory = root.get("auth-dir");
        boolean tls = root.get("tls") instanceof Map<?, ?> section && Boolean.TRUE.equals(section.get("enable"));
        // The default of the mainline; the Plus edition does not start without the key.
        String named = directory instanceof String path && !path.isBlank() ? path.strip() : "~/.cli-proxy-api";
        return new ServerConfiguration(resolve(named, workingDirectory, "auth-dir of " + file), tls);
    }

    private static @Nullable Object parse(Path file, String text) {
        try {
            return new Load(LoadSettings.builder().setCodePointLimit(LARGEST).build()).loadFromString(text);
        } catch (YamlEngineException | IllegalArgumentException | IndexOutOfBoundsException malformed) {
            // The parser's text quotes the file, where API keys stand: it is not passed on.
            throw new AuthException(
                    file + " is not valid YAML, so CLIProxyAPI cannot use it either. Correct the file.");
        }
    }

    // Go's flags: one dash or two, the value behind = or in the next argument.
    private static @Nullable String configOption(ServiceCommand command) {
        for (Iterator<String> args = command.args().iterator(); args.hasNext(); ) {
            String arg = args.next();
            String option = arg.startsWith("--") ? arg.substring(1) : arg;
            if ("-config".equals(option)) {
                return args.hasNext() ? args.next() : null;
            }
            if (option.startsWith("-config=")) {
                return option.substring("-config=".length());
            }
        }
        return null;
    }

    // The server takes relative paths, also those within its configuration, from the folder that it runs in.
    private static Path resolve(String path, Path workingDirectory, String what) {
        try {
            boolean home = "~".equals(path) || path.startsWith("~/");
            return (home
                            ? Path.of(System.getProperty("user.home") + path.substring(1))
                            : workingDirectory.resolve(path))
                    .toAbsolutePath()
                    .normalize();
        } catch (InvalidPathException malformed) {
            throw new AuthException("The " + what + " is not a path.", malformed);
        }
    }
}
