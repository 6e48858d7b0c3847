package dev.flowgate.litellm;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which model groups stand in for others. The maps go from a group to those that stand in for it, in order.
 *
 * @param general {@code fallbacks}
 * @param defaults {@code default_fallbacks}: for any group without an entry in {@code general}
 * @param contextWindow {@code context_window_fallbacks}, for requests that are too long for a group
 * @param contentPolicy {@code content_policy_fallbacks}, for requests that a group's provider refuses
 * @param max {@code max_fallbacks}: how many groups may stand in for one request; default 5
 */
public record FallbackSettings(
        Map<String, List<String>> general,
        List<String> defaults,
        Map<String, List<String>> contextWindow,
        Map<String, List<String>> contentPolicy,
        int max) {
    private static final int DEFAULT_MAX = 5;

    /** No group stands in for another. */
    public static final FallbackSettings DEFAULT =
            new FallbackSettings(Map.of(), List.of(), Map.of(), Map.of(), DEFAULT_MAX);

    /** Copies the collections. */
    public FallbackSettings {
        general = inOrder(general);
        defaults = List.copyOf(defaults);
        contextWindow = inOrder(contextWindow);
        contentPolicy = inOrder(contentPolicy);
    }

    private static Map<String, List<String>> inOrder(Map<String, List<String>> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
