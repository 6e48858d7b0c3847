package dev.flowgate.secret;

import dev.flowgate.json.JsonText;
import dev.flowgate.secret.SecretReference.StoredCredential;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The access token of a stored credential.
 *
 * @param provider whose it is
 * @param secret the token
 * @param expiresAt when it ends; null when it does not, or that is not known
 */
public record StoredToken(
        String provider, Secret secret, @Nullable Instant expiresAt) {
    private static final String TOKEN = "access_token";
    private static final String END = "expires_at";

    /**
     * Returns the token, if it is of use.
     *
     * @param now the time
     * @return the token
     * @throws SecretException if it has expired
     */
    public Secret secretAt(Instant now) {
        if (expiresAt != null && !now.isBefore(expiresAt)) {
            throw new SecretException(
                    "The credential of " + provider + " has expired at " + expiresAt + "." + again(provider), null);
        }
        return secret;
    }

    static StoredToken read(StoredCredential reference) {
        String provider = reference.provider();
        String text;
        try {
            text = Files.readString(reference.path());
        } catch (NoSuchFileException absent) {
            throw new SecretException("Nobody is logged in to " + provider + "." + again(provider), null);
        } catch (IOException unreadable) {
            throw new SecretException(
                    "The credential file " + reference.path() + " cannot be read ("
                            + unreadable.getClass().getSimpleName() + "). Give its owner access to it.",
                    unreadable);
        }
        try {
            Map<String, @Nullable Object> members = JsonText.readObject(text);
            if (members.get(TOKEN) instanceof String token && !token.isBlank()) {
                Instant end = members.get(END) instanceof String time ? Instant.parse(time) : null;
                return new StoredToken(provider, Secret.of(token), end);
            }
        } catch (IOException | DateTimeException malformed) {
            // Not as the cause: a parser quotes what it read.
            throw damaged(reference);
        }
        throw damaged(reference);
    }

    private static SecretException damaged(StoredCredential reference) {
        return new SecretException(
                "The credential file " + reference.path() + " is damaged." + again(reference.provider()), null);
    }

    private static String again(String provider) {
        return " Log in: flowgate auth login " + provider;
    }
}
