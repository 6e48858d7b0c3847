package dev.flowgate.routing;

/** The family of API formats that a caller or an upstream speaks. */
public enum Protocol {
    /** Chat completions, completions, embeddings and responses as OpenAI defines them. */
    OPENAI("OpenAI"),
    /** Messages as Anthropic defines them. */
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
