package dev.flowgate.auth.cliproxy;

import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.secret.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The key by which clients use the CLIProxyAPI that FlowGate runs. FlowGate makes it, writes it into the configuration that
 * {@link ServerFile#create()} makes, and keeps it in a file that its owner alone can read, so that a deployment can name
 * that file: {@code credentials.upstream.NAME.file} and {@code api_key_ref: NAME}.
 */
public final class ClientKey {
    /** The file's name in the runtime folder. */
    public static final String FILE_NAME = "cliproxyapi.api.key";

    private static final GeneratedKey KEY = new GeneratedKey(
            FILE_NAME,
            "client key",
            file -> "Write another key into it, and the same one under api-keys in CLIProxyAPI's configuration; then:"
                    + " chmod 600 " + file);

    private ClientKey() {}

    /**
     * Returns the key, and makes it when there is none. Processes that do so at the same time get the same key.
     *
     * @param runtimeDirectory the folder of what FlowGate remembers; created when it is missing
     * @return the key, of letters, digits, {@code -} and {@code _} when FlowGate made it
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
}
