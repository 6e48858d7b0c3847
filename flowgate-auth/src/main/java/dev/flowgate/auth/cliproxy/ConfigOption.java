package dev.flowgate.auth.cliproxy;

import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.ServiceCommand;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The option {@code -config} of the server's command line, and how the server takes paths. */
final class ConfigOption {
    private ConfigOption() {}

    /** Returns the configuration that a command names, absolute; it need not exist. Empty when it names none. */
    static Optional<Path> file(ServiceCommand command) {
        return Optional.ofNullable(value(command))
                .map(named -> resolve(
                        named,
                        command.workingDirectory(),
                        "-config of services." + ServerConfiguration.SERVICE + ".command.args"));
    }

    // Go's flags: one dash or two, the value behind = or in the next argument.
    private static @Nullable String value(ServiceCommand command) {
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
    static Path resolve(String path, Path workingDirectory, String what) {
        try {
            return (isOfHome(path)
                            ? Path.of(System.getProperty("user.home") + path.substring(1))
                            : workingDirectory.resolve(path))
                    .toAbsolutePath()
                    .normalize();
        } catch (InvalidPathException malformed) {
            throw new AuthException("The " + what + " is not a path.", malformed);
        }
    }

    /** Tells whether a path depends on the folder that the server runs in. */
    static boolean isRelative(String path) {
        return !isOfHome(path) && !path.startsWith("/");
    }

    private static boolean isOfHome(String path) {
        return "~".equals(path) || path.startsWith("~/");
    }
}
