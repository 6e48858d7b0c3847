package dev.flowgate.auth.imports;

import dev.flowgate.auth.time.Timestamp;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects the members of a file for CLIProxyAPI. What is null is left out: the server takes a text for what it says. */
final class FileMembers {
    private final Map<String, Object> members = new LinkedHashMap<>();

    static FileMembers ofType(String type) {
        return new FileMembers().add("type", type);
    }

    FileMembers add(String name, @Nullable Object value) {
        if (value != null) {
            members.put(name, value);
        }
        return this;
    }

    FileMembers add(String name, @Nullable Instant time) {
        return time == null ? this : add(name, (Object) Timestamp.format(time));
    }

    Map<String, Object> toMap() {
        return Collections.unmodifiableMap(members);
    }
}
