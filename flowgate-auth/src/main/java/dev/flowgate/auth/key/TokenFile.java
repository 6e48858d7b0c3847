package dev.flowgate.auth.key;

import dev.flowgate.auth.jwt.JwtClaims;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.json.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a token file: a plain text that is the token, or a JSON object that holds it somewhere. */
final class TokenFile {
    private static final int MAX_BYTES = 256 * 1024;

    private TokenFile() {}

    /**
     * Reads a file.
     *
     * @throws IOException if it cannot be read now
     * @throws AuthException if it is missing, or holds no token
     */
    static FileToken read(TokenFileSettings settings) throws IOException {
        String text = text(settings).strip();
        FileToken token =
                text.startsWith("{") ? JsonTokens.read(json(settings, text), settings) : plain(settings, text);
        Optional<String> problem = KeyText.problem(token.value());
        if (problem.isPresent()) {
            throw new AuthException("The token in " + settings.file() + " cannot be used. " + problem.get());
        }
        return token;
    }

    private static String text(TokenFileSettings settings) throws IOException {
        Path file = settings.file();
        if (Files.notExists(file)) {
            throw new AuthException(
                    "The token file " + file + " does not exist. Write the token into it (mode 0600), or" + " correct "
                            + settings.path() + ".file.");
        }
        // Reading a pipe or a device might never end.
        if (!Files.isRegularFile(file)) {
            throw new AuthException(
                    "The token file " + file + " is " + (Files.isDirectory(file) ? "a folder" : "no file") + ". Set "
                            + settings.path() + ".file to the file that holds the token.");
        }
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(MAX_BYTES + 1);
        } catch (AccessDeniedException denied) {
            throw new AuthException(
                    "The token file " + file + " may not be read by this user. Make it yours: chown, then chmod 600.",
                    denied);
        }
        if (content.length > MAX_BYTES) {
            throw new AuthException(
                    "The token file " + file + " is larger than " + MAX_BYTES + " bytes; it should hold one token.");
        }
        return new String(content, StandardCharsets.UTF_8);
    }

    // The parser's text would quote the file, which is secret.
    @SuppressWarnings("UnusedException")
    private static Map<String, @Nullable Object> json(TokenFileSettings settings, String text) {
        try {
            return JsonText.readObject(text);
        } catch (IOException malformed) {
            throw new AuthException("The token file " + settings.file()
                    + " begins like JSON and is none. Write it again, or put the token alone into it.");
        }
    }

    private static FileToken plain(TokenFileSettings settings, String text) {
        if (settings.tokenPath().isPresent()) {
            throw new AuthException("The token file " + settings.file() + " is no JSON object, so that "
                    + settings.path() + ".token_path leads nowhere. Remove it if the file is the token itself.");
        }
        Optional<JwtClaims> claims = JwtClaims.read(text);
        return new FileToken(
                text,
                claims.flatMap(JwtClaims::expiresAt).orElse(null),
                claims.flatMap(JwtClaims::account).orElse(null));
    }
}
