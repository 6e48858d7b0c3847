package dev.flowgate.cli;

import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiResponsesChatModel;
import dev.langchain4j.model.openai.OpenAiResponsesStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.util.Map;

/** The interfaces that LangChain4j speaks. None of the models repeats a request by itself. */
enum LangChain4jApi {
    CHAT("smart", "chat") {
        @Override
        ChatModel model(String address, String key, String name) {
            return OpenAiChatModel.builder()
                    .baseUrl(address)
                    .apiKey(key)
                    .modelName(name)
                    .maxRetries(0)
                    .customHeaders(OWN_HEADERS)
                    .customParameters(UNKNOWN)
                    .build();
        }

        @Override
        StreamingChatModel streaming(String address, String key, String name) {
            return OpenAiStreamingChatModel.builder()
                    .baseUrl(address)
                    .apiKey(key)
                    .modelName(name)
                    .customHeaders(OWN_HEADERS)
                    .build();
        }
    },
    RESPONSES("smart", "response") {
        @Override
        ChatModel model(String address, String key, String name) {
            return OpenAiResponsesChatModel.builder()
                    .baseUrl(address)
                    .apiKey(key)
                    .modelName(name)
                    .build();
        }

        @Override
        StreamingChatModel streaming(String address, String key, String name) {
            return OpenAiResponsesStreamingChatModel.builder()
                    .baseUrl(address)
                    .apiKey(key)
                    .modelName(name)
                    .build();
        }
    },
    MESSAGES("claude", "message") {
        @Override
        ChatModel model(String address, String key, String name) {
            return AnthropicChatModel.builder()
                    .baseUrl(address)
                    .apiKey(key)
                    .modelName(name)
                    .maxTokens(100)
                    .maxRetries(0)
                    .customHeaders(OWN_HEADERS)
                    .customParameters(UNKNOWN)
                    .build();
        }

        @Override
        StreamingChatModel streaming(String address, String key, String name) {
            return AnthropicStreamingChatModel.builder()
                    .baseUrl(address)
                    .apiKey(key)
                    .modelName(name)
                    .maxTokens(100)
                    .customHeaders(OWN_HEADERS)
                    .build();
        }
    };

    private static final Map<String, String> OWN_HEADERS = Map.of(RunningRouter.OWN_HEADER, "20");
    private static final Map<String, Object> UNKNOWN =
            Map.of("x_unknown", Map.of("text", "\u00e4 \"quoted\" \ud83d\ude00"));

    private final String modelName;
    private final String file;

    LangChain4jApi(String modelName, String file) {
        this.modelName = modelName;
        this.file = file;
    }

    abstract ChatModel model(String address, String key, String name);

    abstract StreamingChatModel streaming(String address, String key, String name);

    /** The model's name at the router, without a suffix. */
    String modelName() {
        return modelName;
    }

    /** What the resources of this interface are called, without their ending. */
    String file() {
        return file;
    }
}
