package dev.flowgate.cli.engine;

import static dev.flowgate.cli.engine.Json.object;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers in Anthropic's format: docs.anthropic.com/en/api/messages and messages-streaming. */
final class AnthropicAnswers {
    private static final String TEXT = "Hello there.";
    private static final String INDEX = "index";

    private AnthropicAnswers() {}

    static Map<String, @Nullable Object> message(Object model) {
        return object(
                "id",
                "msg_1",
                "type",
                "message",
                "role",
                "assistant",
                "model",
                model,
                "content",
                List.of(object("type", "text", "text", TEXT)),
                "stop_reason",
                "end_turn",
                "stop_sequence",
                null,
                "usage",
                object("input_tokens", 9, "output_tokens", 3));
    }

    static String stream(Object model) {
        Map<String, @Nullable Object> begun = message(model);
        begun.put("content", List.of());
        begun.put("stop_reason", null);
        return Api.typed(List.of(
                object("type", "message_start", "message", begun),
                object("type", "content_block_start", INDEX, 0, "content_block", object("type", "text", "text", "")),
                object("type", "ping"),
                object("type", "content_block_delta", INDEX, 0, "delta", object("type", "text_delta", "text", TEXT)),
                object("type", "content_block_stop", INDEX, 0),
                object(
                        "type",
                        "message_delta",
                        "delta",
                        object("stop_reason", "end_turn", "stop_sequence", null),
                        "usage",
                        object("output_tokens", 3)),
                object("type", "message_stop")));
    }
}
