package dev.flowgate.cli.auth;

import dev.flowgate.auth.spi.HeldCredential;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a verb tells of a credential that is kept somewhere; never the credential. */
final class HeldReport {
    private HeldReport() {}

    static Map<String, @Nullable Object> json(HeldCredential held) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("account", held.account());
        members.put("location", held.location());
        members.put(
                "expires_at", held.expiresAt() == null ? null : held.expiresAt().toString());
        members.put("renewable", held.renewable());
        members.put("problem", held.problem());
        return members;
    }
}
