package dev.flowgate.config;

import dev.flowgate.litellm.RouterSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Types {@code router_settings} and {@code litellm_settings}; the first wins. */
final class RouterSettingsReader {
    /** The key in {@code fallbacks} that LiteLLM uses for {@code default_fallbacks}. */
    private static final String ANY_GROUP = "*";

    private final Node.Mapping router;
    private final Node.Mapping settings;
    private final Problems problems;
    private final Problems engineProblems;

    RouterSettingsReader(Node.Mapping router, Node.Mapping settings, Problems problems, Problems engineProblems) {
        this.router = router;
        this.settings = settings;
        this.problems = problems;
        this.engineProblems = engineProblems;
    }

    RouterSettings read() {
        RouterSettings defaults = RouterSettings.defaults();
        warnOfSettingsThatLiteLlmIgnores();
        Duration cooldown = Values.seconds(either("cooldown_time"));
        Duration retryAfter = Values.seconds(router.get("retry_after"));
        Node timeout = router.get("timeout");
        Duration seconds = Values.seconds(timeout == null ? settings.get("request_timeout") : timeout);
        Map<String, List<String>> fallbacks = fallbacks("fallbacks");
        List<String> forAny = fallbacks.remove(ANY_GROUP);
        List<String> defaultFallbacks = Values.texts(either("default_fallbacks"));
        return new RouterSettings(
                strategy(),
                orElse(Values.count(either("num_retries")), defaults.numRetries()),
                retryAfter == null ? defaults.retryAfter() : retryAfter,
                seconds == null ? defaults.timeout() : seconds,
                Values.seconds(router.get("stream_timeout")),
                Values.count(either("allowed_fails")),
                // LiteLLM takes 0 for "not set" here, unlike in a deployment.
                cooldown == null || cooldown.isZero() ? defaults.cooldownTime() : cooldown,
                Boolean.TRUE.equals(Values.truth(router.get("disable_cooldowns"))),
                Boolean.TRUE.equals(Values.truth(router.get("enable_pre_call_checks"))),
                fallbacks,
                defaultFallbacks.isEmpty() && forAny != null ? forAny : defaultFallbacks,
                fallbacks("context_window_fallbacks"),
                fallbacks("content_policy_fallbacks"),
                orElse(Values.count(either("max_fallbacks")), defaults.maxFallbacks()),
                aliases());
    }

    private void warnOfSettingsThatLiteLlmIgnores() {
        for (String key : List.of("allowed_fails", "cooldown_time")) {
            Node.Entry entry = settings.entries().get(key);
            if (entry != null && router.get(key) == null) {
                engineProblems.warning(
                        entry.key(),
                        "honoured by the embedded engine here; LiteLLM itself reads it only in router_settings",
                        "move it to router_settings to have the same in both");
            }
        }
    }

    private String strategy() {
        Node node = router.get("routing_strategy");
        String strategy = Values.text(node);
        if (node == null || strategy == null) {
            return RouterSettings.SIMPLE_SHUFFLE;
        }
        if (!strategy.equals(RouterSettings.SIMPLE_SHUFFLE)
                && LiteLlmContract.STRATEGY.values().contains(strategy)) {
            engineProblems.warning(
                    node.origin(),
                    "the embedded engine uses simple-shuffle in place of " + strategy + " for now",
                    null);
        }
        return strategy;
    }

    private Map<String, List<String>> fallbacks(String key) {
        Map<String, List<String>> fallbacks = new LinkedHashMap<>();
        if (either(key) instanceof Node.Sequence sequence) {
            for (Node item : sequence.items()) {
                Values.mapping(item).content().forEach((group, entry) -> {
                    List<String> groups = new ArrayList<>(Values.texts(entry.value()));
                    if (fallbacks.putIfAbsent(group, groups) != null) {
                        problems.warning(
                                entry.key(),
                                "ignored, because " + Quote.key(group) + " has fallbacks above",
                                "merge them");
                    }
                });
            }
        }
        return fallbacks;
    }

    private Map<String, RouterSettings.Alias> aliases() {
        Map<String, RouterSettings.Alias> aliases = new LinkedHashMap<>();
        Values.mapping(router.get("model_group_alias")).content().forEach((alias, entry) -> {
            Node.Mapping details = Values.mapping(entry.value());
            boolean isMap = entry.value() instanceof Node.Mapping;
            String group = Values.text(isMap ? details.get("model") : entry.value());
            if (group != null) {
                boolean hidden = Boolean.TRUE.equals(Values.truth(details.get("hidden")));
                aliases.put(alias, new RouterSettings.Alias(group, hidden));
            } else if (isMap) {
                problems.error(entry.key(), "the key `model` is missing", "name the model group that answers");
            }
        });
        return aliases;
    }

    /** The value in {@code router_settings}, or else in {@code litellm_settings}. */
    private @Nullable Node either(String key) {
        Node node = router.get(key);
        boolean empty =
                node instanceof Node.Sequence sequence && sequence.items().isEmpty();
        return node == null || empty ? settings.get(key) : node;
    }

    private static int orElse(@Nullable Integer value, int otherwise) {
        return value == null ? otherwise : value;
    }
}
