package dev.flowgate.gateway.protocol;

import dev.flowgate.litellm.Protocol;
import org.jspecify.annotations.Nullable;

/** The operations that are passed on to an upstream. */
public enum Endpoint {
    /** OpenAI chat completions. */
    CHAT_COMPLETIONS(Protocol.OPENAI, "/chat/completions"),
    /** OpenAI completions. */
    COMPLETIONS(Protocol.OPENAI, "/completions"),
    /** OpenAI embeddings. */
    EMBEDDINGS(Protocol.OPENAI, "/embeddings"),
    /** OpenAI responses. */
    RESPONSES(Protocol.OPENAI, "/responses"),
    /** Anthropic messages. */
    MESSAGES(Protocol.ANTHROPIC, "/messages"),
    /** Anthropic's count of the tokens of a request. */
    COUNT_TOKENS(Protocol.ANTHROPIC, "/messages/count_tokens");

    private static final String VERSION = "/v1";

    private final Protocol protocol;
    private final String path;

    Endpoint(Protocol protocol, String path) {
        this.protocol = protocol;
        this.path = path;
    }

    /**
     * Finds the operation of a request path, with or without {@code /v1}.
     *
     * @param requestPath the path without its query
     * @return the operation; null when it is none
     */
    public static @Nullable Endpoint of(String requestPath) {
        return switch (requestPath) {
            case "/v1/chat/completions", "/chat/completions" -> CHAT_COMPLETIONS;
            case "/v1/completions", "/completions" -> COMPLETIONS;
            case "/v1/embeddings", "/embeddings" -> EMBEDDINGS;
            case "/v1/responses", "/responses" -> RESPONSES;
            case "/v1/messages", "/messages" -> MESSAGES;
            case "/v1/messages/count_tokens", "/messages/count_tokens" -> COUNT_TOKENS;
            default -> null;
        };
    }

    /** The path without {@code /v1}. */
    String path() {
        return path;
    }

    /**
     * Returns the protocol of the operation.
     *
     * @return the protocol
     */
    public Protocol protocol() {
        return protocol;
    }

    /**
     * Tells whether a request is a conversation or a text to continue: LiteLLM checks the length of no others.
     *
     * @return whether it is a chat completion, a completion or a message
     */
    public boolean isPrompted() {
        return this == CHAT_COMPLETIONS || this == COMPLETIONS || this == MESSAGES;
    }

    /**
     * Returns the path at an upstream. An OpenAI {@code api_base} includes {@code /v1}; an Anthropic one does not, but
     * may already name the whole path of messages.
     *
     * @param basePath the path of the {@code api_base}
     * @return the path to request
     */
    public String upstreamPath(String basePath) {
        String base = basePath.endsWith("/") ? basePath.substring(0, basePath.length() - 1) : basePath;
        if (protocol == Protocol.OPENAI) {
            return base + path;
        }
        String messages = VERSION + MESSAGES.path;
        if (base.endsWith(messages)) {
            return base.substring(0, base.length() - messages.length()) + VERSION + path;
        }
        return base.endsWith(VERSION) ? base + path : base + VERSION + path;
    }

    /**
     * Returns the path callers use.
     *
     * @return such as {@code /v1/messages}
     */
    public String publicPath() {
        return VERSION + path;
    }
}
