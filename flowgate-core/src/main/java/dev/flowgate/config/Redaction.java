package dev.flowgate.config;

import dev.flowgate.secret.SecretReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides by a key's name whether its value may be shown. It errs on the side of hiding. */
final class Redaction {
    static final String HIDDEN = "***";

    private static final List<String> TELLING = List.of(
            "api_key",
            "apikey",
            "api-key",
            "access_key",
            "master_key",
            "private_key",
            "token",
            "password",
            "passwd",
            "secret",
            "authorization",
            "credential",
            "cookie",
            "database_url",
            "redis_url");
    private static final List<String> HOLDERS = List.of("extra_headers", "headers", "environment_variables");

    /** Keys that sound like secrets and hold names, paths or numbers. */
    private static final List<String> HARMLESS = List.of(
            "api_key_ref",
            "secret_files",
            "credentials",
            "max_tokens",
            "max_input_tokens",
            "max_output_tokens",
            "input_cost_per_token",
            "output_cost_per_token",
            "litellm_credential_name",
            "token_endpoint",
            "configurable_clientside_auth_params",
            "secrets");

    private Redaction() {}

    static boolean isSecret(String key) {
        String name = key.toLowerCase(Locale.ROOT);
        if (HARMLESS.contains(name) || name.endsWith("_endpoint") || name.endsWith("_file")) {
            return false;
        }
        for (String telling : TELLING) {
            if (name.contains(telling)) {
                return true;
            }
        }
        return HOLDERS.contains(name);
    }

    /** Whether a value stands below a key that sounds like a secret. */
    static boolean isSecretPath(KeyPath path) {
        for (KeyPath part = path; part != null; part = part.parent()) {
            if (isSecret(part.segment())) {
                return true;
            }
        }
        return false;
    }

    /** Copies a document with every secret hidden. References to variables stay: a name is no secret. */
    static Map<String, Object> redact(Map<String, Object> document) {
        Map<String, Object> shown = new LinkedHashMap<>();
        document.forEach((key, value) -> shown.put(key, redact(value, isSecret(key))));
        return shown;
    }

    private static @Nullable Object redact(@Nullable Object value, boolean secret) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> shown = new LinkedHashMap<>();
            map.forEach((key, inner) ->
                    shown.put(String.valueOf(key), redact(inner, secret || isSecret(String.valueOf(key)))));
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
