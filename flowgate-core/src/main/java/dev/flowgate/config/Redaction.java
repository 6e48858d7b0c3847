package dev.flowgate.config;

import dev.flowgate.secret.SecretKeys;
import dev.flowgate.secret.SecretReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Hides the secrets of a document that is to be shown. */
final class Redaction {
    static final String HIDDEN = "***";

    private Redaction() {}

    /** Whether a value stands below a key that sounds like a secret. */
    static boolean isSecretPath(KeyPath path) {
        for (KeyPath part = path; part != null; part = part.parent()) {
            if (SecretKeys.isSecret(part.segment())) {
                return true;
            }
        }
        return false;
    }

    /** Copies a document with every secret hidden. References to variables stay: a name is no secret. */
    static Map<String, Object> redact(Map<String, Object> document) {
        Map<String, Object> shown = new LinkedHashMap<>();
        document.forEach((key, value) -> shown.put(key, redact(value, SecretKeys.isSecret(key))));
        return shown;
    }

    private static @Nullable Object redact(@Nullable Object value, boolean secret) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> shown = new LinkedHashMap<>();
            map.forEach((key, inner) ->
                    shown.put(String.valueOf(key), redact(inner, secret || SecretKeys.isSecret(String.valueOf(key)))));
            return shown;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> shown = new ArrayList<>();
            list.forEach(inner -> shown.add(redact(inner, secret)));
            return shown;
        }
        if (value instanceof String text) {
            boolean reference = text.startsWith(SecretReference.ENVIRONMENT_PREFIX);
            return secret && !reference ? HIDDEN : withoutUserInfo(text);
        }
        return secret && value instanceof Number ? HIDDEN : value;
    }

    /** Hides the password in an address such as {@code http://user:password@host}. */
    static String withoutUserInfo(String text) {
        int authority = text.indexOf("://");
        if (authority < 0) {
            return text;
        }
        int end = text.indexOf('/', authority + 3);
        int at = text.lastIndexOf('@', end < 0 ? text.length() : end);
        return at > authority ? text.substring(0, authority + 3) + HIDDEN + text.substring(at) : text;
    }
}
