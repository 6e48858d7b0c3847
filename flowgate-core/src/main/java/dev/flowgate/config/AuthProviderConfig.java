package dev.flowgate.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One entry of {@code auth.providers}.
 *
 * @param name the provider's name, such as {@code codex}
 * @param method the auth method that logs in to it; {@code oauth_poll} unless configured
 * @param settings everything else in the entry, for the method to read; unmodifiable
 */
public record AuthProviderConfig(String name, String method, Map<String, Object> settings) {
    /** The method of a provider that names none. */
    public static final String DEFAULT_METHOD = "oauth_poll";

    /** Copies the settings. */
    public AuthProviderConfig {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }
}
