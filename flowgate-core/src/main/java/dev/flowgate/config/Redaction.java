package dev.flowgate.config;

import dev.flowgate.secret.SecretKeys;
import dev.flowgate.secret.SecretReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
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
            map.forEach((key, inner) -> {
                boolean arguments = key.equals("args") && inner instanceof List<?>;
                shown.put(
                        String.valueOf(key),
                        arguments
                                ? arguments((List<?>) inner)
                                : redact(inner, secret || SecretKeys.isSecret(String.valueOf(key))));
            });
            return shown;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> shown = new ArrayList<>();
            list.forEach(inner -> shown.add(redact(inner, secret)));
            return shown;
        }
        if (value instanceof String text) {
            boolean reference = text.startsWith(SecretReference.ENVIRONMENT_PREFIX);
            return secret && !reference ? HIDDEN : withoutCredentials(text);
        }
        return secret && value instanceof Number ? HIDDEN : value;
    }

    /** Hides what follows an option such as {@code --api-key}, or stands behind its equals sign. */
    private static List<Object> arguments(List<?> arguments) {
        List<Object> shown = new ArrayList<>();
        boolean hideNext = false;
        for (Object argument : arguments) {
            String text = String.valueOf(argument);
            int equals = text.indexOf('=');
            String name = equals < 0 ? text : text.substring(0, equals);
            boolean secret = name.startsWith("-") && SecretKeys.isSecret(name.replace('-', '_'));
            if (hideNext) {
                shown.add(HIDDEN);
            } else {
                shown.add(secret && equals > 0 ? name + "=" + HIDDEN : withoutCredentials(text));
            }
            hideNext = secret && equals < 0 && !hideNext;
        }
        return shown;
    }

    /** Hides the user of addresses such as {@code http://user:password@host}, and keys in their queries. */
    static String withoutCredentials(String text) {
        if (!text.contains("://")) {
            return text;
        }
        // Compiled here: hardly any text gets this far, and every command would pay for a constant.
        String hidden = Pattern.compile("://[^\\s,'\"]*@").matcher(text).replaceAll("://" + HIDDEN + "@");
        return Pattern.compile(
                        "([?&][^=&\\s]*(?:key|token|secret|sig|pass|auth)[^=&\\s]*=)[^&\\s,'\"]*",
                        Pattern.CASE_INSENSITIVE)
                .matcher(hidden)
                .replaceAll("$1" + HIDDEN);
    }

    /** The secrets that a document holds, to be looked for in its text. References to variables are none. */
    static Set<String> secrets(Node document) {
        Set<String> secrets = new LinkedHashSet<>();
        collect(document, false, secrets);
        return secrets;
    }

    private static void collect(Node node, boolean secret, Set<String> secrets) {
        if (node instanceof Node.Mapping mapping) {
            mapping.content()
                    .forEach((key, entry) -> collect(entry.value(), secret || SecretKeys.isSecret(key), secrets));
        } else if (node instanceof Node.Sequence sequence) {
            sequence.items().forEach(item -> collect(item, secret, secrets));
        } else if (node instanceof Node.Scalar scalar && scalar.value() instanceof String text) {
            if (secret && !text.startsWith(SecretReference.ENVIRONMENT_PREFIX)) {
                // A text over several lines stands in the file line by line.
                text.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(secrets::add);
            }
        }
    }
}
