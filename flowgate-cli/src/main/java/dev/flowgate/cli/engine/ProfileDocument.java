package dev.flowgate.cli.engine;

import dev.flowgate.json.JsonText;
import dev.flowgate.litellm.Protocol;
import dev.flowgate.litellm.Provider;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A profile's configuration, made harmless: what it has of models and routing, in front of a scripted upstream, without any
 * address, key, header or integration of the user's.
 */
final class ProfileDocument {
    /**
     * The providers that both engines speak to in OpenAI's or Anthropic's format at any address. A real LiteLLM speaks to the
     * others in formats of their own, and to some at addresses that no setting moves.
     */
    private static final Set<Provider> REPLACEABLE = Set.of(
            Provider.OPENAI,
            Provider.ANTHROPIC,
            Provider.HOSTED_VLLM,
            Provider.GROQ,
            Provider.MISTRAL,
            Provider.DEEPSEEK,
            Provider.OPENROUTER,
            Provider.XAI);

    /** What is taken over; everything else may reach something outside, or hold a secret. */
    private static final Map<String, Set<String>> TAKEN = Map.of(
            "litellm_params",
            Set.of(
                    "model",
                    "custom_llm_provider",
                    "cooldown_time",
                    "drop_params",
                    "max_parallel_requests",
                    "max_retries",
                    "num_retries",
                    "order",
                    "rpm",
                    "stream_timeout",
                    "tags",
                    "timeout",
                    "tpm",
                    "weight"),
            "model_info",
            Set.of("id", "mode", "base_model", "max_input_tokens", "max_output_tokens", "max_tokens"),
            "router_settings",
            Set.of(
                    "allowed_fails",
                    "allowed_fails_policy",
                    "content_policy_fallbacks",
                    "context_window_fallbacks",
                    "cooldown_time",
                    "default_fallbacks",
                    "default_max_parallel_requests",
                    "disable_cooldowns",
                    "enable_pre_call_checks",
                    "enable_tag_filtering",
                    "fallbacks",
                    "max_fallbacks",
                    "model_group_alias",
                    "model_group_retry_policy",
                    "num_retries",
                    "retry_after",
                    "retry_policy",
                    "routing_strategy",
                    "routing_strategy_args",
                    "stream_timeout",
                    "timeout"),
            "litellm_settings",
            Set.of(
                    "content_policy_fallbacks",
                    "context_window_fallbacks",
                    "default_fallbacks",
                    "drop_params",
                    "fallbacks",
                    "max_fallbacks",
                    "num_retries",
                    "request_timeout"));

    private static final String PARAMETERS = "litellm_params";
    private static final String REFERENCE = "os.environ/";

    private final Map<String, ?> document;
    private final UnaryOperator<@Nullable String> environment;
    private final Map<String, Model> models = new LinkedHashMap<>();
    private final Map<String, String> leftOut = new TreeMap<>();

    /**
     * A model that can be asked.
     *
     * @param name what clients call it
     * @param provider who serves it
     * @param isForEmbeddings whether it makes embeddings and nothing else
     */
    record Model(String name, Provider provider, boolean isForEmbeddings) {}

    /**
     * Looks at a configuration.
     *
     * @param document a profile's LiteLLM configuration
     * @param environment gives the value of an environment variable, or null
     */
    ProfileDocument(Map<String, ?> document, UnaryOperator<@Nullable String> environment) {
        this.document = document;
        this.environment = environment;
        deployments(URI.create("http://127.0.0.1"));
    }

    /** Returns the models that can be asked, in the order of the configuration. */
    List<Model> models() {
        return List.copyOf(models.values());
    }

    /** Returns the names of models that are left out, with the reason. */
    Map<String, String> leftOut() {
        return leftOut;
    }

    /** Returns the document in front of an upstream. */
    Map<String, @Nullable Object> at(URI upstream, String key) {
        Map<String, @Nullable Object> made = Json.object("model_list", deployments(upstream));
        for (String section : List.of("router_settings", "litellm_settings")) {
            if (document.get(section) instanceof Map<?, ?> settings) {
                made.put(section, taken(section, settings));
            }
        }
        made.put("general_settings", Json.object("master_key", key));
        return made;
    }

    private List<Object> deployments(URI upstream) {
        List<Object> made = new ArrayList<>();
        if (document.get("model_list") instanceof List<?> list) {
            for (Object entry : list) {
                if (entry instanceof Map<?, ?> map
                        && map.get("model_name") instanceof String name
                        && map.get(PARAMETERS) instanceof Map<?, ?> parameters
                        && parameters.get("model") instanceof String model) {
                    Map<String, @Nullable Object> deployment = deployment(name, map, parameters, model, upstream);
                    if (deployment != null) {
                        made.add(deployment);
                    }
                }
            }
        }
        return made;
    }

    private @Nullable Map<String, @Nullable Object> deployment(
            String name, Map<?, ?> entry, Map<?, ?> parameters, String model, URI upstream) {
        int slash = model.indexOf('/');
        String prefix = parameters.get("custom_llm_provider") instanceof String chosen
                ? chosen
                // A bare name would lead a real LiteLLM to whichever provider has a model of that name.
                : slash < 0 ? Provider.OPENAI.id() : model.substring(0, slash);
        Provider provider = Provider.named(prefix).filter(REPLACEABLE::contains).orElse(null);
        if (provider == null) {
            leftOut.put(name, "provider " + prefix + " cannot be stood in for");
            return null;
        }
        boolean speaksAnthropic = provider.protocol() == Protocol.ANTHROPIC;
        Map<String, @Nullable Object> info =
                entry.get("model_info") instanceof Map<?, ?> map ? taken("model_info", map) : Json.object();
        boolean isForEmbeddings = "embedding".equals(info.get("mode")) || model.contains("embed");
        models.putIfAbsent(name, new Model(name, provider, isForEmbeddings));
        Map<String, @Nullable Object> made = taken(PARAMETERS, parameters);
        if (slash < 0 && !parameters.containsKey("custom_llm_provider")) {
            made.put("model", prefix + "/" + model);
        }
        made.put("api_base", speaksAnthropic ? upstream.toString() : upstream + "/v1");
        made.put("api_key", "no-key-is-needed");
        return Json.object("model_name", name, PARAMETERS, made, "model_info", info);
    }

    private Map<String, @Nullable Object> taken(String section, Map<?, ?> settings) {
        Map<String, @Nullable Object> made = new LinkedHashMap<>();
        Set<String> names = TAKEN.getOrDefault(section, Set.of());
        settings.forEach((name, value) -> {
            if (names.contains(String.valueOf(name))) {
                made.put(String.valueOf(name), resolved(value));
            }
        });
        return made;
    }

    /** A real LiteLLM gets no variables of the user's, so that their values stand in the document. */
    private @Nullable Object resolved(@Nullable Object value) {
        if (value instanceof String text && text.startsWith(REFERENCE)) {
            String found = environment.apply(text.substring(REFERENCE.length()));
            return found == null ? null : typed(found);
        }
        return value;
    }

    /** Reads a variable as both engines do: as a number or yes and no where it is one. */
    private static Object typed(String text) {
        try {
            Object value = JsonText.readObject("{\"value\":" + text + "}").get("value");
            return value instanceof Number || value instanceof Boolean ? value : text;
        } catch (IOException plain) {
            return text;
        }
    }
}
