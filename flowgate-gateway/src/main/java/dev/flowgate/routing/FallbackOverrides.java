package dev.flowgate.routing;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one request says about the models that stand in. Each part takes the place of the router's setting of the same
 * name; null means that the request does not say.
 *
 * @param models {@code fallbacks} as a plain list: the models that stand in for any other, whatever the failure
 * @param general {@code fallbacks} by model
 * @param contextWindow {@code context_window_fallbacks} by model
 * @param contentPolicy {@code content_policy_fallbacks} by model
 * @param max {@code max_fallbacks}
 * @param disabled {@code disable_fallbacks}: whether no model may stand in
 */
public record FallbackOverrides(
        @Nullable List<String> models,
        @Nullable Map<String, List<String>> general,
        @Nullable Map<String, List<String>> contextWindow,
        @Nullable Map<String, List<String>> contentPolicy,
        @Nullable Integer max,
        boolean disabled) {
    /** A request that says nothing. */
    public static final FallbackOverrides NONE = new FallbackOverrides(null, null, null, null, null, false);

    /** Copies the collections. */
    public FallbackOverrides {
        models = models == null ? null : List.copyOf(models);
        general = inOrder(general);
        contextWindow = inOrder(contextWindow);
        contentPolicy = inOrder(contentPolicy);
    }

    /**
     * A request with a plain list.
     *
     * @param models the models that stand in, in order
     * @return what it says
     */
    public static FallbackOverrides to(String... models) {
        return new FallbackOverrides(List.of(models), null, null, null, null, false);
    }

    private static @Nullable Map<String, List<String>> inOrder(@Nullable Map<String, List<String>> map) {
        return map == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
