package dev.flowgate.gateway.protocol;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A path that names the model: LiteLLM's {@code /engines/MODEL/...} and Azure's {@code /openai/deployments/MODEL/...}.
 *
 * @param endpoint the operation
 * @param model the model, which comes before the one in the body
 */
public record ModelPath(Endpoint endpoint, String model) {
    private static final String ENGINES = "/engines/";
    private static final String DEPLOYMENTS = "/openai/deployments/";

    /**
     * Finds the operation and the model of a request path. A model's name may have slashes in it.
     *
     * @param requestPath the path without its query
     * @return both; null when it is no such path
     */
    public static @Nullable ModelPath of(String requestPath) {
        int start = requestPath.startsWith(ENGINES)
                ? ENGINES.length()
                : requestPath.startsWith(DEPLOYMENTS) ? DEPLOYMENTS.length() : -1;
        if (start < 0) {
            return null;
        }
        Endpoint endpoint = requestPath.endsWith("/chat/completions")
                ? Endpoint.CHAT_COMPLETIONS
                : requestPath.endsWith("/completions")
                        ? Endpoint.COMPLETIONS
                        : requestPath.endsWith("/embeddings") ? Endpoint.EMBEDDINGS : null;
        if (endpoint == null) {
            return null;
        }
        int end = requestPath.length() - endpoint.path().length();
        String model = end > start ? decoded(requestPath.substring(start, end)) : null;
        return model == null || model.isBlank() ? null : new ModelPath(endpoint, model);
    }

    /**
     * Decodes a part of a path. A plus sign stands for itself there (RFC 3986).
     *
     * @param encoded the part
     * @return the text; null when a percent sign is not followed by two digits
     */
    public static @Nullable String decoded(String encoded) {
        try {
            return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }
}
