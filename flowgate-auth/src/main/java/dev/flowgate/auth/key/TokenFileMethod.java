package dev.flowgate.auth.key;

import dev.flowgate.auth.spi.AuthContext;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.AuthMethod;
import dev.flowgate.auth.spi.AuthSession;
import dev.flowgate.auth.spi.Credential;
import dev.flowgate.auth.spi.CredentialRefresher;
import dev.flowgate.auth.spi.HeldCredential;
import dev.flowgate.file.FilePermissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The method {@code token_file}: takes a token from a file that another program or person wrote. The token is copied into
 * the store once; or, with {@code link}, again whenever it is about to expire, so that the file's owner renews it and
 * FlowGate follows.
 */
public final class TokenFileMethod implements AuthMethod, CredentialRefresher {
    /** Creates the method. */
    public TokenFileMethod() {}

    @Override
    public String id() {
        return "token_file";
    }

    @Override
    public AuthSession login(AuthContext context) {
        return new TokenFileSession(context, TokenFileSettings.read(context));
    }

    /**
     * {@inheritDoc}
     *
     * <p>Reads the file again. While it holds no better token, or none at all, that is a passing failure: its owner has yet
     * to renew it, or is just writing it.
     */
    @Override
    public Credential refresh(AuthContext context, Credential credential) throws IOException {
        TokenFileSettings settings = TokenFileSettings.read(context);
        FileToken token;
        try {
            token = TokenFile.read(settings);
        } catch (AuthException unusable) {
            throw new IOException(unusable.getMessage(), unusable);
        }
        Instant now = context.clock().instant();
        if (token.isExpired(now) || token.value().equals(credential.accessToken())) {
            throw new IOException(settings.file() + " still holds the token of before"
                    + Optional.ofNullable(token.expiresAt())
                            .map(end -> ", which ends at " + end)
                            .orElse("")
                    + ". The program that owns the file has to renew it.");
        }
        return token.credential(settings);
    }

    @Override
    public List<HeldCredential> held(AuthContext context) throws IOException {
        Optional<Credential> stored = context.credentials().read(context.provider());
        if (stored.isEmpty()) {
            return List.of();
        }
        TokenFileSettings settings = TokenFileSettings.read(context);
        Credential credential = stored.get();
        Path location =
                settings.link() ? settings.file() : context.credentials().location(context.provider());
        return List.of(new HeldCredential(
                credential.account(),
                location.toString(),
                credential.expiresAt(),
                settings.link(),
                problem(context, settings, credential)));
    }

    private static @Nullable String problem(AuthContext context, TokenFileSettings settings, Credential credential) {
        Path file = settings.file();
        Optional<String> exposure = FilePermissions.exposure(file);
        if (exposure.isPresent()) {
            return exposed(file, exposure.get());
        }
        Instant end = credential.expiresAt();
        if (end != null && !end.isAfter(context.clock().instant())) {
            return "The token ended at " + end + ". Put a new one into " + file + ", then run: flowgate auth login "
                    + context.provider();
        }
        return settings.link() && Files.notExists(file)
                ? "The file " + file + " is gone, so the token cannot be renewed. Put it back."
                : null;
    }

    /** Says that others can read a file, and how to change that. */
    static String exposed(Path file, String mode) {
        return "Others than its owner can reach the token file " + file + " (" + mode + "). Run: chmod 600 '" + file
                + "'";
    }
}
