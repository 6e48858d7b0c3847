package dev.flowgate.auth.cliproxy;

import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.file.AtomicFile;
import dev.flowgate.file.FilePermissions;
import dev.flowgate.file.ProcessLock;
import dev.flowgate.secret.Secret;
import dev.flowgate.secret.SecretException;
import dev.flowgate.secret.SecretReference;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The key to the management of the CLIProxyAPI that FlowGate runs. FlowGate makes it, keeps it in a file that its owner
 * alone can read, and hands it to the server as the variable {@link #VARIABLE}, which the server writes nowhere. It is
 * never read from the server's configuration, where the server replaces a key by a hash.
 *
 * <p>Give the variable only to a server that {@link #suits} it: it makes the server take management requests from
 * everywhere that it listens to.
 */
public final class ManagementKey {
    /** The environment variable that CLIProxyAPI takes its management key from. */
    public static final String VARIABLE = "MANAGEMENT_PASSWORD";

    /** The file's name in the runtime folder. */
    public static final String FILE_NAME = "cliproxyapi.management.key";

    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();
    /** Making a key takes milliseconds. */
    private static final Duration LOCK_LIMIT = Duration.ofSeconds(10);

    private ManagementKey() {}

    /**
     * Returns the key, and makes it when there is none. Processes that do so at the same time get the same key.
     *
     * @param runtimeDirectory the folder of what FlowGate remembers; created when it is missing
     * @return the key, of letters, digits, {@code -} and {@code _}
     * @throws AuthException if the file can be read by others, or holds no key; the message says what to do
     * @throws IOException if it cannot be read or written
     */
    public static Secret in(Path runtimeDirectory) throws IOException {
        return in(runtimeDirectory, RANDOM);
    }

    static Secret in(Path runtimeDirectory, RandomGenerator random) throws IOException {
        Secret there = read(runtimeDirectory);
        if (there != null) {
            return there;
        }
        try (ProcessLock lock = lock(runtimeDirectory.resolve(FILE_NAME + ".lock"))) {
            Secret first = read(runtimeDirectory);
            return first == null ? create(runtimeDirectory, random) : first;
        }
    }

    private static ProcessLock lock(Path file) throws IOException {
        try {
            return ProcessLock.acquire(file, "making the key", Clock.systemUTC(), LOCK_LIMIT)
                    .orElseThrow(() -> new IOException(file + " is held by " + ProcessLock.holder(file)));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted at " + file);
        }
    }

    /**
     * Returns the key when there is one.
     *
     * @param runtimeDirectory the folder of what FlowGate remembers
     * @return the key; empty when none was made yet
     * @throws AuthException if the file can be read by others, or holds no key; the message says what to do
     */
    public static Optional<Secret> existing(Path runtimeDirectory) {
        return Optional.ofNullable(read(runtimeDirectory));
    }

    /**
     * Tells whether a server may be given the key: only one that nobody but this machine can reach.
     *
     * @param host the address that it listens on, such as {@code 127.0.0.1}
     * @return whether that is a loopback address
     */
    public static boolean suits(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return "localhost".equals(name)
                || "::1".equals(name)
                || "[::1]".equals(name)
                || name.matches("127(\\.\\d{1,3}){3}");
    }

    private static Secret create(Path runtimeDirectory, RandomGenerator random) throws IOException {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String key = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        AtomicFile.write(runtimeDirectory.resolve(FILE_NAME), key + "\n");
        return Secret.of(key);
    }

    private static @Nullable Secret read(Path runtimeDirectory) {
        Path file = runtimeDirectory.resolve(FILE_NAME).toAbsolutePath();
        if (!Files.exists(file)) {
            return null;
        }
        String remedy = "Remove it (rm " + file + "), then run: flowgate service restart cliproxyapi_plus";
        FilePermissions.exposure(file).ifPresent(mode -> {
            throw new AuthException("The management key " + file + " can be read by others (" + mode
                    + "), so it may be known to them. " + remedy);
        });
        try {
            return new SecretReference.CredentialFile(file).resolve(name -> null);
        } catch (SecretException unusable) {
            throw new AuthException(
                    "The management key cannot be used. " + unusable.getMessage() + " " + remedy, unusable);
        }
    }
}
