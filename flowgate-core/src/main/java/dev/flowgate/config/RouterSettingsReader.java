package dev.flowgate.config;

import dev.flowgate.litellm.CooldownSettings;
import dev.flowgate.litellm.ErrorClass;
import dev.flowgate.litellm.FallbackSettings;
import dev.flowgate.litellm.RetrySettings;
import dev.flowgate.litellm.RouterSettings;
import dev.flowgate.litellm.StrategySettings;
import dev.flowgate.litellm.StrategySettings.Strategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
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
        Node timeout = router.get("timeout");
        Duration seconds = Values.seconds(timeout == null ? settings.get("request_timeout") : timeout);
        return new RouterSettings(
                strategy(),
                retries(),
                cooldowns(),
                fallbacks(),
                seconds == null ? defaults.timeout() : seconds,
                Values.seconds(router.get("stream_timeout")),
                isTrue("enable_pre_call_checks"),
                isTrue("enable_tag_filtering"),
                Values.count(router.get("default_max_parallel_requests")),
                aliases());
    }

    private RetrySettings retries() {
        Duration retryAfter = Values.seconds(router.get("retry_after"));
        Map<String, Map<ErrorClass, Integer>> groups = new LinkedHashMap<>();
        Values.mapping(router.get("model_group_retry_policy"))
                .content()
                .forEach((group, entry) -> groups.put(group, policy(entry.value(), ErrorClass::retriesKey)));
        return new RetrySettings(
                orElse(Values.count(either("num_retries")), RetrySettings.DEFAULT.numRetries()),
                retryAfter == null ? RetrySettings.DEFAULT.retryAfter() : retryAfter,
                policy(router.get("retry_policy"), ErrorClass::retriesKey),
                groups);
    }

    private CooldownSettings cooldowns() {
        Duration time = Values.seconds(either("cooldown_time"));
        return new CooldownSettings(
                Values.count(either("allowed_fails")),
                policy(router.get("allowed_fails_policy"), ErrorClass::allowedFailsKey),
                // LiteLLM takes 0 for "not set" here, unlike in a deployment.
                time == null || time.isZero() ? CooldownSettings.DEFAULT.time() : time,
                isTrue("disable_cooldowns"));
    }

    private static Map<ErrorClass, Integer> policy(@Nullable Node node, Function<ErrorClass, String> key) {
        Map<ErrorClass, Integer> policy = new EnumMap<>(ErrorClass.class);
        Node.Mapping mapping = Values.mapping(node);
        for (ErrorClass errorClass : ErrorClass.values()) {
            Integer count = Values.count(mapping.get(key.apply(errorClass)));
            if (count != null) {
                policy.put(errorClass, count);
            }
        }
        return policy;
    }

    private FallbackSettings fallbacks() {
        Map<String, List<String>> general = fallbacks("fallbacks");
        List<String> forAny = general.remove(ANY_GROUP);
        List<String> defaults = Values.texts(either("default_fallbacks"));
        return new FallbackSettings(
                general,
                defaults.isEmpty() && forAny != null ? forAny : defaults,
                fallbacks("context_window_fallbacks"),
                fallbacks("content_policy_fallbacks"),
                orElse(Values.count(either("max_fallbacks")), FallbackSettings.DEFAULT.max()));
    }

    private boolean isTrue(String key) {
        return Boolean.TRUE.equals(Values.truth(router.get(key)));
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

    private StrategySettings strategy() {
        StrategySettings defaults = StrategySettings.DEFAULT;
        String name = Values.text(router.get("routing_strategy"));
        Node.Mapping arguments = Values.mapping(router.get("routing_strategy_args"));
        Duration ttl = Values.seconds(arguments.get("ttl"));
        Double buffer = Values.amount(arguments.get("lowest_latency_buffer"));
        return new StrategySettings(
                name == null ? defaults.strategy() : Strategy.named(name).orElse(defaults.strategy()),
                ttl == null ? defaults.latencyTtl() : ttl,
                buffer == null ? defaults.lowestLatencyBuffer() : buffer,
                orElse(Values.count(arguments.get("max_latency_list_size")), defaults.maxLatencyListSize()));
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
