package dev.flowgate.secret;

import java.util.List;
import java.util.Locale;

/** Decides by a configuration key's name whether its value may be shown. It errs on the side of hiding. */
public final class SecretKeys {
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
            "redis_url",
            "bearer",
            "passphrase",
            "webhook",
            "auth_value");
    private static final List<String> ENDINGS = List.of("_key", "_keys", "pass", "_pwd");
    private static final List<String> WHOLE =
            List.of("key", "keys", "env", "extra_headers", "headers", "environment_variables");

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

    private SecretKeys() {}

    /**
     * Tells whether a key's value is to be hidden.
     *
     * @param key the key's own name, such as {@code api_key}, in any case
     * @return whether it sounds like a secret, or like something that holds secrets
     */
    public static boolean isSecret(String key) {
        String name = key.toLowerCase(Locale.ROOT);
        if (HARMLESS.contains(name) || name.endsWith("_endpoint") || name.endsWith("_file")) {
            return false;
        }
        for (String telling : TELLING) {
            if (name.contains(telling)) {
                return true;
            }
        }
        for (String ending : ENDINGS) {
            if (name.endsWith(ending)) {
                return true;
            }
        }
        return WHOLE.contains(name);
    }
}
