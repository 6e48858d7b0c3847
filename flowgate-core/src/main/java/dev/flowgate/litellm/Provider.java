package dev.flowgate.litellm;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The providers that the embedded engine speaks to: what their protocol is, where they are, and which environment
 * variable usually holds their key. Names and variables are those of LiteLLM 1.75.8.
 */
public enum Provider {
    /** OpenAI, and every upstream with its API at an address of its own. */
    OPENAI("openai", Protocol.OPENAI, "https://api.openai.com/v1", "OPENAI_API_KEY"),
    /** Anthropic. */
    ANTHROPIC("anthropic", Protocol.ANTHROPIC, "https://api.anthropic.com", "ANTHROPIC_API_KEY"),
    /** A vLLM server. */
    HOSTED_VLLM("hosted_vllm", Protocol.OPENAI, null, null),
    /** Ollama on this machine, through its OpenAI-compatible API. */
    OLLAMA("ollama", Protocol.OPENAI, "http://localhost:11434/v1", null),
    /** Azure AI Foundry. */
    AZURE_AI("azure_ai", Protocol.OPENAI, null, "AZURE_AI_API_KEY"),
    /** Groq. */
    GROQ("groq", Protocol.OPENAI, "https://api.groq.com/openai/v1", "GROQ_API_KEY"),
    /** Mistral. */
    MISTRAL("mistral", Protocol.OPENAI, "https://api.mistral.ai/v1", "MISTRAL_API_KEY"),
    /** DeepSeek. */
    DEEPSEEK("deepseek", Protocol.OPENAI, "https://api.deepseek.com/v1", "DEEPSEEK_API_KEY"),
    /** OpenRouter. */
    OPENROUTER("openrouter", Protocol.OPENAI, "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY"),
    /** xAI. */
    XAI("xai", Protocol.OPENAI, "https://api.x.ai/v1", "XAI_API_KEY"),
    /** Gemini, through its OpenAI-compatible API. */
    GEMINI("gemini", Protocol.OPENAI, "https://generativelanguage.googleapis.com/v1beta/openai", "GEMINI_API_KEY");

    private static final String OLLAMA_CHAT = "ollama_chat";

    private final String id;
    private final Protocol protocol;
    private final @Nullable URI defaultBase;
    private final @Nullable String keyVariable;

    Provider(String id, Protocol protocol, @Nullable String defaultBase, @Nullable String keyVariable) {
        this.id = id;
        this.protocol = protocol;
        this.defaultBase = defaultBase == null ? null : URI.create(defaultBase);
        this.keyVariable = keyVariable;
    }

    /**
     * Returns the name in configurations.
     *
     * @return the prefix of {@code litellm_params.model}, such as {@code hosted_vllm}
     */
    public String id() {
        return id;
    }

    /**
     * Returns the protocol that requests to the provider are written in.
     *
     * @return the protocol
     */
    public Protocol protocol() {
        return protocol;
    }

    /**
     * Returns the address of a deployment that names none.
     *
     * @return the address, without a slash at the end; empty when every deployment has to name its own
     */
    public Optional<URI> defaultBase() {
        return Optional.ofNullable(defaultBase);
    }

    /**
     * Returns the environment variable with the key of a deployment that names none.
     *
     * @return the variable's name; empty when the provider usually needs no key
     */
    public Optional<String> keyVariable() {
        return Optional.ofNullable(keyVariable);
    }

    /**
     * Finds a provider.
     *
     * @param id the name in configurations, in lower case; {@code ollama_chat} is Ollama, too, which LiteLLM has two of
     * @return the provider; empty when the embedded engine does not know it
     */
    public static Optional<Provider> named(String id) {
        if (id.equals(OLLAMA_CHAT)) {
            return Optional.of(OLLAMA);
        }
        for (Provider provider : values()) {
            if (provider.id.equals(id)) {
                return Optional.of(provider);
            }
        }
        return Optional.empty();
    }

    /**
     * Returns every provider's name.
     *
     * @return the names, in the order of this table
     */
    public static List<String> ids() {
        List<String> ids = new ArrayList<>();
        for (Provider provider : values()) {
            ids.add(provider.id);
        }
        return List.copyOf(ids);
    }
}
