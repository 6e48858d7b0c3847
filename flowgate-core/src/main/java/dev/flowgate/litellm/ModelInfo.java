package dev.flowgate.litellm;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration says of a deployment's model: {@code model_info}, and the prices of {@code litellm_params}, which
 * come first.
 *
 * @param maxInputTokens {@code max_input_tokens}: the longest prompt; null means unknown
 * @param inputCostPerToken {@code input_cost_per_token} in dollars; null means unknown
 * @param outputCostPerToken {@code output_cost_per_token} in dollars; null means unknown
 * @param written all of {@code model_info} as maps, lists, texts, numbers, booleans and null
 */
public record ModelInfo(
        @Nullable Long maxInputTokens,
        @Nullable Double inputCostPerToken,
        @Nullable Double outputCostPerToken,
        Map<String, Object> written) {
    /** Nothing is known. */
    public static final ModelInfo UNKNOWN = new ModelInfo(null, null, null, Map.of());

    /** Copies the map. */
    public ModelInfo {
        written = Collections.unmodifiableMap(new LinkedHashMap<>(written));
    }
}
