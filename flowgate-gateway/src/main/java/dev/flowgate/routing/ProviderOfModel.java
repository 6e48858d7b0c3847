package dev.flowgate.routing;

import java.util.Optional;

/**
 * The provider of a model that is asked for without one, so that {@code gpt-4.1} finds the pattern {@code openai/*} as in
 * LiteLLM. Only names that one provider alone uses: LiteLLM looks them up in its table of models.
 */
final class ProviderOfModel {
    private ProviderOfModel() {}

    static Optional<String> of(String model) {
        if (startsWithAny(model, "gpt-", "chatgpt-", "o1", "o3", "o4-", "text-embedding-")) {
            return Optional.of("openai");
        }
        return model.startsWith("claude-") ? Optional.of("anthropic") : Optional.empty();
    }

    private static boolean startsWithAny(String text, String... beginnings) {
        for (String beginning : beginnings) {
            if (text.startsWith(beginning)) {
                return true;
            }
        }
        return false;
    }
}
