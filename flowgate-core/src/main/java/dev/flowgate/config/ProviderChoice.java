package dev.flowgate.config;

import dev.flowgate.litellm.Provider;
import dev.flowgate.secret.SecretReference;
import java.util.Optional;
import java.util.Set;

/** Tells which provider a deployment belongs to, and what its model is called there. */
final class ProviderChoice {
    /** Other providers of LiteLLM 1.75.8 that have deployments with an address of their own. */
    private static final Set<String> ELSEWHERE = Set.of(
            "azure",
            "bedrock",
            "cerebras",
            "cohere",
            "cohere_chat",
            "custom_openai",
            "dashscope",
            "databricks",
            "deepinfra",
            "fireworks_ai",
            "github",
            "github_copilot",
            "huggingface",
            "hyperbolic",
            "litellm_proxy",
            "llamafile",
            "lm_studio",
            "moonshot",
            "nebius",
            "novita",
            "nvidia_nim",
            "openai_like",
            "perplexity",
            "replicate",
            "sagemaker",
            "sambanova",
            "snowflake",
            "text-completion-openai",
            "together_ai",
            "triton",
            "vertex_ai",
            "vertex_ai_beta",
            "vllm",
            "volcengine",
            "voyage",
            "watsonx",
            "xinference");

    private final Problems problems;

    ProviderChoice(Problems problems) {
        this.problems = problems;
    }

    /**
     * Chooses.
     *
     * @param hasBase whether the deployment names an address
     * @param mocked whether no upstream is ever asked
     */
    Choice choose(Node.Mapping params, String model, boolean hasBase, boolean mocked) {
        Origin at = origin(params, "model");
        if (model.startsWith(SecretReference.ENVIRONMENT_PREFIX)) {
            return new Choice(Provider.OPENAI, model);
        }
        String custom = Values.text(params.get("custom_llm_provider"));
        int slash = model.indexOf('/');
        String prefix = slash > 0 ? model.substring(0, slash) : "";
        String rest = model.substring(slash + 1);
        if (custom != null && !custom.startsWith(SecretReference.ENVIRONMENT_PREFIX)) {
            Optional<Provider> provider = Provider.named(custom);
            if (provider.isEmpty()) {
                unknown(origin(params, "custom_llm_provider"), custom);
            }
            return needingBase(
                    at, provider.orElse(Provider.OPENAI), custom.equals(prefix) ? rest : model, hasBase || mocked);
        }
        Optional<Provider> provider = Provider.named(prefix);
        if (provider.isPresent()) {
            if (rest.isEmpty()) {
                problems.error(at, "after \"" + prefix + "/\" the model's name is missing", null);
            }
            return needingBase(at, provider.get(), rest, hasBase || mocked);
        }
        if (!hasBase && !mocked) {
            unknown(at, slash > 0 ? prefix : model);
        } else if (!mocked && ELSEWHERE.contains(prefix)) {
            problems.warning(
                    at,
                    "to LiteLLM " + Quote.value(prefix)
                            + " is a provider; the embedded engine does not know it, and asks"
                            + " the upstream in OpenAI's format for the model " + Quote.value(model),
                    "for an OpenAI-compatible upstream write \"openai/" + rest + "\"");
        }
        return new Choice(Provider.OPENAI, model);
    }

    private Choice needingBase(Origin at, Provider provider, String model, boolean hasBase) {
        if (!hasBase && provider.defaultBase().isEmpty()) {
            problems.error(at, "the provider " + provider.id() + " has no usual address", "add api_base");
        }
        return new Choice(provider, model);
    }

    private void unknown(Origin at, String found) {
        problems.error(
                at,
                "the embedded engine knows no provider " + Quote.value(found) + "; it knows "
                        + String.join(", ", Provider.ids()),
                "write provider/model, or add api_base for an OpenAI-compatible upstream");
    }

    private static Origin origin(Node.Mapping params, String key) {
        Node node = params.get(key);
        return node == null ? params.origin() : node.origin();
    }

    /** What was chosen. */
    record Choice(Provider provider, String upstreamModel) {}
}
