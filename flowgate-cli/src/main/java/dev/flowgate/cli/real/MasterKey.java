package dev.flowgate.cli.real;

import dev.flowgate.process.ServiceSpec;
import dev.flowgate.secret.Secret;
import dev.flowgate.secret.SecretException;
import dev.flowgate.secret.SecretReference;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The key that a LiteLLM lets its clients in by, from where LiteLLM takes it: {@code general_settings.master_key}, and
 * else the variable {@code LITELLM_MASTER_KEY}.
 *
 * @param value the key; null when there is none, so that everybody is let in
 * @param source where it comes from, for messages
 */
public record MasterKey(@Nullable Secret value, String source) {
    private static final String VARIABLE = "LITELLM_MASTER_KEY";

    /**
     * Finds the key.
     *
     * @param document what the profile makes
     * @param spec as the router is started
     */
    public static MasterKey of(Map<String, Object> document, String profile, ServiceSpec spec) {
        String configured = document.get("general_settings") instanceof Map<?, ?> settings
                        && settings.get("master_key") instanceof String text
                        && !text.isBlank()
                ? text
                : null;
        if (configured == null) {
            String inherited = variable(VARIABLE, spec);
            return new MasterKey(
                    inherited == null || inherited.isBlank() ? null : Secret.of(inherited), "the variable " + VARIABLE);
        }
        String place = "general_settings.master_key of profile " + profile;
        SecretReference reference = SecretReference.parse(configured);
        String source = reference instanceof SecretReference.EnvironmentVariable named
                ? "the variable " + named.name() + ", which is " + place
                : place;
        try {
            return new MasterKey(reference.resolve(name -> variable(name, spec)), source);
        } catch (SecretException missing) {
            // A variable that is not set is no key for LiteLLM either.
            return new MasterKey(null, source);
        }
    }

    /** As LiteLLM sees it: what its command declares, and what it inherits. */
    private static @Nullable String variable(String name, ServiceSpec spec) {
        String declared = spec.environment().get(name);
        return declared == null && spec.passThrough().contains(name) ? System.getenv(name) : declared;
    }
}
