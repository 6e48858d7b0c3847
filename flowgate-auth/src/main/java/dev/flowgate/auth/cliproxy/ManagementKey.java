package dev.flowgate.auth.cliproxy;

import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.secret.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

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

    private static final GeneratedKey KEY = new GeneratedKey(
            FILE_NAME,
            "management key",
            file -> "Remove it (rm " + file + "), then run: flowgate service restart cliproxyapi_plus");

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
        return KEY.in(runtimeDirectory);
    }

    /**
     * Returns the key when there is one.
     *
     * @param runtimeDirectory the folder of what FlowGate remembers
     * @return the key; empty when none was made yet
     * @throws AuthException if the file can be read by others, or holds no key; the message says what to do
     */
    public static Optional<Secret> existing(Path runtimeDirectory) {
        return KEY.existing(runtimeDirectory);
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
}
