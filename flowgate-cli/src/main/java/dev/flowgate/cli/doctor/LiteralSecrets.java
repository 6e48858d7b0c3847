package dev.flowgate.cli.doctor;

import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.secret.SecretKeys;
import dev.flowgate.secret.SecretReference;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks for secrets that are written into the configuration's file itself, in place of a reference to them. */
final class LiteralSecrets {
    private LiteralSecrets() {}

    /** Tells whether there is one in the part that LiteLLM has, or in the variables of a service. */
    static boolean isIn(FlowGateConfig config) {
        return isIn(config.litellmBase(), false)
                || isIn(config.profiles(), false)
                || config.services().values().stream()
                        .anyMatch(service -> service.command() != null
                                && isIn(service.command().environment(), false));
    }

    private static boolean isIn(@Nullable Object value, boolean secret) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .anyMatch(entry ->
                            isIn(entry.getValue(), secret || SecretKeys.isSecret(String.valueOf(entry.getKey()))));
        }
        if (value instanceof List<?> list) {
            return list.stream().anyMatch(item -> isIn(item, secret));
        }
        return secret
                && value instanceof String text
                && !text.isBlank()
                && !text.startsWith(SecretReference.ENVIRONMENT_PREFIX)
                && !text.startsWith(SecretReference.STORED_PREFIX)
                && !TemplateKeysCheck.isTemplate(text);
    }
}
