package dev.flowgate.litellm;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When a deployment that fails is left alone, and for how long.
 *
 * @param allowedFails {@code allowed_fails}: failures within the cooldown time that a deployment may have before it is
 *     cooled down; null means that a deployment is judged by its failure rate
 * @param allowedFailsPolicy {@code allowed_fails_policy}: the same by the class of the failure, in place of
 *     {@code allowedFails}
 * @param time {@code cooldown_time}; default 5 s
 * @param disabled {@code disable_cooldowns}; default false
 */
public record CooldownSettings(
        @Nullable Integer allowedFails, Map<ErrorClass, Integer> allowedFailsPolicy, Duration time, boolean disabled) {
    /** By failure rate, for five seconds. */
    public static final CooldownSettings DEFAULT = new CooldownSettings(null, Map.of(), Duration.ofSeconds(5), false);

    /** Copies the policy. */
    public CooldownSettings {
        allowedFailsPolicy = Map.copyOf(allowedFailsPolicy);
    }
}
