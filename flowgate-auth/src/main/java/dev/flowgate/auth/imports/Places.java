package dev.flowgate.auth.imports;

import dev.flowgate.auth.spi.AuthContext;
import dev.flowgate.auth.spi.AuthException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Where other programs keep their files: below the home folder, unless a variable names another. */
final class Places {
    private Places() {}

    /** Returns the home folder that the other programs see, which is not the JVM's where {@code HOME} is set. */
    static Path home(AuthContext context) {
        return folder(context, "HOME").orElseGet(() -> Path.of(System.getProperty("user.home")));
    }

    /** Returns the folder that an environment variable names, absolute; empty when it is not set or blank. */
    static Optional<Path> folder(AuthContext context, String variable) {
        return context.environmentVariable(variable)
                .filter(value -> !value.isBlank())
                .map(value -> {
                    try {
                        return Path.of(value).toAbsolutePath().normalize();
                    } catch (InvalidPathException malformed) {
                        throw new AuthException("The environment variable " + variable
                                + " is no path of a folder. Correct or unset it.");
                    }
                });
    }
}
