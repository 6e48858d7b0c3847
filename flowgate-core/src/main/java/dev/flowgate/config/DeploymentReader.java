package dev.flowgate.config;

import dev.flowgate.litellm.DeploymentConfig;
import dev.flowgate.litellm.ModelInfo;
import dev.flowgate.litellm.Provider;
import dev.flowgate.secret.SecretReference;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Types the entries of one {@code model_list}. */
final class DeploymentReader {
    private final Map<String, Path> credentials;
    private final StoredKeys stored;
    private final Problems problems;
    private final Problems engineProblems;
    private final ProviderChoice providers;
    private final @Nullable UnaryOperator<@Nullable String> environment;
    private final Set<String> ids = new HashSet<>();

    /**
     * Prepares for one list.
     *
     * @param environment null where only the file is checked
     */
    DeploymentReader(
            KeySources keys,
            Problems problems,
            Problems engineProblems,
            @Nullable UnaryOperator<@Nullable String> environment) {
        this.credentials = keys.files();
        this.stored = new StoredKeys(keys, problems);
        this.problems = problems;
        this.engineProblems = engineProblems;
        this.providers = new ProviderChoice(engineProblems);
        this.environment = environment;
    }

    /** Reads an entry; null for one that lacks what it needs, which has been reported. */
    @Nullable DeploymentConfig read(Node.Mapping written) {
        Problems unusable = new Problems(null);
        Node.Mapping entry = environment == null
                ? written
                : (Node.Mapping)
                        new EnvironmentSubstitution(environment, unusable).apply(written, LiteLlmContract.DEPLOYMENT);
        Node.Mapping params = Values.mapping(entry.get("litellm_params"));
        String name = Values.text(entry.get("model_name"));
        String model = Values.text(params.get("model"));
        if (name == null || model == null || model.isBlank()) {
            return null;
        }
        String mock = Values.text(params.get("mock_response"));
        Node base = base(params);
        ProviderChoice.Choice choice = providers.choose(params, model, base != null, mock != null);
        URI uri = Values.httpUri(base);
        Provider provider = choice.provider();
        return new DeploymentConfig(
                name,
                id(entry, name, written),
                provider,
                choice.upstreamModel(),
                base == null ? provider.defaultBase().orElse(null) : address(provider, uri),
                key(params, provider, base != null || mock != null),
                Values.amount(params.get("weight")),
                rounded(params.get("rpm"), entry.get("rpm")),
                rounded(params.get("tpm"), entry.get("tpm")),
                Values.count(params.get("order")),
                Values.seconds(params.get("timeout")),
                Values.seconds(params.get("stream_timeout")),
                Values.seconds(params.get("cooldown_time")),
                Values.count(params.get("num_retries")),
                Values.count(params.get("max_parallel_requests")),
                Values.texts(params.get("tags")),
                modelInfo(params, Values.mapping(entry.get("model_info"))),
                headers(Values.mapping(params.get("extra_headers"))),
                mock,
                unusable.firstError());
    }

    /** LiteLLM speaks Ollama's own API, at the root; the one that is like OpenAI's is below {@code /v1}. */
    private static @Nullable URI address(Provider provider, @Nullable URI base) {
        boolean atRoot =
                base != null && (base.getPath().isEmpty() || base.getPath().equals("/"));
        return provider == Provider.OLLAMA && base != null && atRoot ? base.resolve("/v1") : base;
    }

    private static ModelInfo modelInfo(Node.Mapping params, Node.Mapping info) {
        return new ModelInfo(
                Values.whole(info.get("max_input_tokens")),
                Values.amount(either("input_cost_per_token", params, info)),
                Values.amount(either("output_cost_per_token", params, info)),
                Plain.map(info));
    }

    private static @Nullable Node either(String key, Node.Mapping first, Node.Mapping second) {
        Node node = first.get(key);
        return node == null ? second.get(key) : node;
    }

    private @Nullable Node base(Node.Mapping params) {
        Node base = params.get("api_base");
        Node other = params.get("base_url");
        if (base != null && other != null) {
            problems.warning(other.origin(), "`base_url` is ignored, because `api_base` is there too", "remove one");
        }
        return base == null ? other : base;
    }

    private @Nullable SecretReference key(Node.Mapping params, Provider provider, boolean elsewhere) {
        Node reference = params.get("api_key_ref");
        String name = Values.text(reference);
        if (reference != null && name != null) {
            Path file = credentials.get(name);
            if (file == null) {
                problems.error(
                        reference.origin(),
                        "there is no " + Quote.key("credentials.upstream." + name) + "; known are "
                                + Quote.list(credentials.keySet()),
                        Spelling.didYouMean(name, credentials.keySet()));
                return null;
            }
            if (params.get("api_key") != null) {
                problems.warning(
                        reference.origin(), "`api_key` is ignored, because `api_key_ref` is there too", "remove one");
            }
            return new SecretReference.CredentialFile(file);
        }
        Node written = params.get("api_key");
        String key = Values.text(written);
        if (written != null && key != null && !key.isBlank()) {
            return StoredKeys.isReference(key) ? stored.read(written, key) : SecretReference.parse(key);
        }
        // A provider's usual key must not go to an address that somebody configured for something else.
        boolean usual = !elsewhere || provider.defaultBase().isEmpty();
        return usual
                ? provider.keyVariable()
                        .map(SecretReference.EnvironmentVariable::new)
                        .orElse(null)
                : null;
    }

    private String id(Node.Mapping entry, String name, Node.Mapping written) {
        String given = Values.written(Values.mapping(entry.get("model_info")).get("id"));
        String id = given == null ? DeploymentId.of(name, written) : given;
        if (ids.add(id)) {
            return id;
        }
        if (given != null) {
            engineProblems.error(
                    written.origin(),
                    "the id " + Quote.value(given) + " is taken by a deployment above",
                    "give each deployment a model_info.id of its own");
        }
        int number = 2;
        while (!ids.add(id + "-" + number)) {
            number++;
        }
        return id + "-" + number;
    }

    private static @Nullable Long rounded(@Nullable Node first, @Nullable Node second) {
        Double amount = Values.amount(first == null ? second : first);
        return amount == null ? null : (Long) Math.round(amount);
    }

    private static Map<String, SecretReference> headers(Node.Mapping mapping) {
        Map<String, SecretReference> headers = new LinkedHashMap<>();
        mapping.content().forEach((name, entry) -> {
            String value = Values.text(entry.value());
            if (value != null && !value.isBlank()) {
                headers.put(name, SecretReference.parse(value));
            }
        });
        return headers;
    }
}
