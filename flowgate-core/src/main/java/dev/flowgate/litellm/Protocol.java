package dev.flowgate.litellm;

/** The family of API formats that a caller or an upstream speaks. */
public enum Protocol {
    /**
     * Chat completions, completions, embeddings and responses as OpenAI defines them; upstreams take their key as
     * bearer token.
     */
    OPENAI("OpenAI"),
    /** Messages as Anthropic defines them; upstreams take their key in {@code x-api-key}. */
    ANTHROPIC("Anthropic");

    private final String label;

    Protocol(String label) {
        this.label = label;
    }

    /**
     * Returns the name for a person to read.
     *
     * @return such as {@code OpenAI}
     */
    public String label() {
        return label;
    }
}
