package dev.flowgate.auth.cliproxy;

import dev.flowgate.auth.spi.AuthContext;
import dev.flowgate.auth.spi.AuthException;
import java.nio.file.Path;

/** Finds the folder that CLIProxyAPI reads its credentials from. */
public final class AuthDirectory {
    private AuthDirectory() {}

    /**
     * Finds the folder. It is the {@code auth-dir} of the configuration that the service's command names by
     * {@code -config}; when that configuration names none, the server's own default, {@code .cli-proxy-api} in the home
     * folder; and {@link AuthContext#authDirectory()} when the command names no configuration, or one that does not exist
     * yet.
     *
     * @param context the provider
     * @return the folder, absolute; it need not exist
     * @throws AuthException if the server's configuration is there and cannot be read; the message names the file
     */
    public static Path of(AuthContext context) {
        return ServerConfiguration.of(context)
                .map(ServerConfiguration::authDirectory)
                .orElseGet(context::authDirectory);
    }
}
