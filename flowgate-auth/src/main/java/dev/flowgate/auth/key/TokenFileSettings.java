package dev.flowgate.auth.key;

import dev.flowgate.auth.spi.AuthContext;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.AuthSettings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * The settings of a provider with a token file.
 *
 * @param file the file, absolute
 * @param tokenPath the names that lead to the token in a JSON file, joined by dots; empty for a plain one
 * @param link whether the file is read again when the token is about to expire
 * @param path the path of the provider's entry in the configuration, for messages
 */
record TokenFileSettings(Path file, Optional<String> tokenPath, boolean link, String path) {
    private static final Set<String> SETTINGS = Set.of("file", "link", "token_path");

    static TokenFileSettings read(AuthContext context) {
        var settings = AuthSettings.of(context);
        settings.requireOnly(SETTINGS);
        Path file = settings.file("file")
                .orElseThrow(() -> new AuthException(
                        settings.path("file") + " is missing. Set it to the file that holds the token."));
        return new TokenFileSettings(
                file,
                settings.text("token_path"),
                settings.flag("link", false),
                "auth.providers." + context.provider());
    }
}
