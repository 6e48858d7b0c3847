package dev.flowgate.auth.cliproxy;

import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.file.AtomicFile;
import dev.flowgate.file.FilePermissions;
import dev.flowgate.file.ProcessLock;
import dev.flowgate.secret.Secret;
import dev.flowgate.secret.SecretException;
import dev.flowgate.secret.SecretReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A key that FlowGate makes once, at random, and keeps in a file that its owner alone can read.
 *
 * @param fileName the file's name in the runtime folder
 * @param name what messages call it, such as {@code management key}
 * @param remedy says what to do about a file, given by its path, that cannot be used
 */
record GeneratedKey(String fileName, String name, UnaryOperator<String> remedy) {
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Returns the key, and makes it when there is none. Processes that do so at the same time get the same key. */
    Secret in(Path runtimeDirectory) throws IOException {
        return in(runtimeDirectory, RANDOM);
    }

    Secret in(Path runtimeDirectory, RandomGenerator random) throws IOException {
        Secret there = read(runtimeDirectory);
        if (there != null) {
            return there;
        }
        try (ProcessLock lock =
                BriefLock.acquire(runtimeDirectory.resolve(fileName + ".lock"), "making the key", Clock.systemUTC())) {
            Secret first = read(runtimeDirectory);
            return first == null ? create(runtimeDirectory, random) : first;
        }
    }

    /** Returns the key when there is one. */
    Optional<Secret> existing(Path runtimeDirectory) {
        return Optional.ofNullable(read(runtimeDirectory));
    }

    private Secret create(Path runtimeDirectory, RandomGenerator random) throws IOException {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String key = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        AtomicFile.write(runtimeDirectory.resolve(fileName), key + "\n");
        return Secret.of(key);
    }

    private @Nullable Secret read(Path runtimeDirectory) {
        Path file = runtimeDirectory.resolve(fileName).toAbsolutePath();
        if (!Files.exists(file)) {
            return null;
        }
        FilePermissions.exposure(file).ifPresent(mode -> {
            throw new AuthException("The " + name + " " + file + " can be read by others (" + mode
                    + "), so it may be known to them. " + remedy.apply(file.toString()));
        });
        try {
            return new SecretReference.CredentialFile(file).resolve(variable -> null);
        } catch (SecretException unusable) {
            throw new AuthException(
                    "The " + name + " cannot be used. " + unusable.getMessage() + " " + remedy.apply(file.toString()),
                    unusable);
        }
    }
}
