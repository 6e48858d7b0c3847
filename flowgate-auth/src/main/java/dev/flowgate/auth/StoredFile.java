package dev.flowgate.auth;

import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.Credential;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a credential's file holds.
 *
 * @param credential the credential
 * @param storedAt when it was obtained; null when the file does not tell
 * @param renewal how renewals went since then
 */
record StoredFile(Credential credential, @Nullable Instant storedAt, RenewalNote renewal) {
    static final String RENEWAL = "renewal";
    private static final String ACCESS_TOKEN = "access_token";
    private static final String REFRESH_TOKEN = "refresh_token";
    private static final String EXPIRES_AT = "expires_at";
    private static final String ACCOUNT = "account";
    private static final String DETAILS = "details";
    private static final String STORED_AT = "stored_at";

    /**
     * Reads a file's members.
     *
     * @throws AuthException if they are no credential
     */
    static StoredFile of(Path file, Map<String, @Nullable Object> members) {
        String accessToken = text(file, members, ACCESS_TOKEN);
        if (accessToken == null || accessToken.isBlank()) {
            throw damaged(file, "it has no " + ACCESS_TOKEN);
        }
        var credential = new Credential(
                accessToken,
                text(file, members, REFRESH_TOKEN),
                instant(file, members, EXPIRES_AT),
                text(file, members, ACCOUNT),
                details(file, members));
        return new StoredFile(credential, instant(file, members, STORED_AT), RenewalNote.of(members.get(RENEWAL)));
    }

    /** Puts a new credential in place of the one that members hold; how its predecessor was renewed is forgotten. */
    static Map<String, @Nullable Object> members(
            Map<String, @Nullable Object> before, Credential credential, Instant now) {
        Instant expiresAt = credential.expiresAt();
        Map<String, @Nullable Object> members = new LinkedHashMap<>(before);
        members.remove(RENEWAL);
        members.put(ACCESS_TOKEN, credential.accessToken());
        put(members, REFRESH_TOKEN, credential.refreshToken());
        put(members, EXPIRES_AT, expiresAt == null ? null : expiresAt.toString());
        put(members, ACCOUNT, credential.account());
        put(members, DETAILS, credential.details().isEmpty() ? null : credential.details());
        members.put(STORED_AT, now.truncatedTo(ChronoUnit.MILLIS).toString());
        return members;
    }

    static AuthException damaged(Path file, String problem) {
        return new AuthException(
                "Credential file " + file + " cannot be used: " + problem + ". Log in again, or remove the file.");
    }

    private static void put(Map<String, @Nullable Object> members, String name, @Nullable Object value) {
        if (value == null) {
            members.remove(name);
        } else {
            members.put(name, value);
        }
    }

    private static @Nullable String text(Path file, Map<String, @Nullable Object> members, String name) {
        Object value = members.get(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw damaged(file, "its " + name + " is not a text");
    }

    private static @Nullable Instant instant(Path file, Map<String, @Nullable Object> members, String name) {
        String text = text(file, members, name);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException malformed) {
            throw damaged(file, "its " + name + " is not a time such as 2026-01-02T03:04:05Z");
        }
    }

    private static Map<String, String> details(Path file, Map<String, @Nullable Object> members) {
        Object value = members.get(DETAILS);
        if (value == null) {
            return Map.of();
        }
        Map<String, String> details = new LinkedHashMap<>();
        if (!(value instanceof Map<?, ?> map)) {
            throw damaged(file, "its " + DETAILS + " are not an object");
        }
        map.forEach((name, detail) -> {
            if (!(detail instanceof String text)) {
                throw damaged(file, "its " + DETAILS + " are not texts");
            }
            details.put(String.valueOf(name), text);
        });
        return details;
    }
}
