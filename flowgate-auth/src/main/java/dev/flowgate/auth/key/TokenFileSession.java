package dev.flowgate.auth.key;

import dev.flowgate.auth.spi.AuthContext;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.AuthSession;
import dev.flowgate.auth.spi.AuthStatus;
import dev.flowgate.file.FilePermissions;
import java.io.IOException;
import java.util.Optional;

/** Takes over the token of a file. */
final class TokenFileSession implements AuthSession {
    private final AuthContext context;
    private final TokenFileSettings settings;

    TokenFileSession(AuthContext context, TokenFileSettings settings) {
        this.context = context;
        this.settings = settings;
    }

    @Override
    public AuthStatus begin() throws IOException {
        FileToken token = TokenFile.read(settings);
        if (token.isExpired(context.clock().instant())) {
            throw new AuthException("The token in " + settings.file() + " ended at " + token.expiresAt()
                    + ". Put a new one into the file, then run: flowgate auth login " + context.provider());
        }
        if (settings.link()) {
            requireLinkable(token);
        }
        return new AuthStatus.Authorized(token.credential(settings));
    }

    @Override
    public AuthStatus poll() throws IOException {
        return begin();
    }

    /** A file that is relied on again and again must be as safe as the store, and say when to read it again. */
    private void requireLinkable(FileToken token) {
        Optional<String> exposure = FilePermissions.exposure(settings.file());
        if (exposure.isPresent()) {
            throw new AuthException(TokenFileMethod.exposed(settings.file(), exposure.get()));
        }
        if (token.expiresAt() == null) {
            throw new AuthException("The token in " + settings.file() + " does not say when it ends, so FlowGate cannot"
                    + " know when to read the file again. Remove " + settings.path()
                    + ".link to copy the token once, or"
                    + " name the file in credentials.upstream and refer to it by api_key_ref.");
        }
    }
}
