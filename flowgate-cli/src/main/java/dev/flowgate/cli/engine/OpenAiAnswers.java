package dev.flowgate.cli.engine;

import static dev.flowgate.cli.engine.Json.object;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers in OpenAI's format: platform.openai.com/docs/api-reference, chat, completions and embeddings. */
final class OpenAiAnswers {
    private static final String DONE = "data: [DONE]\n\n";
    private static final String CHUNK = "chat.completion.chunk";

    private OpenAiAnswers() {}

    static Map<String, ?> chat(Object model, boolean callsTool, long created) {
        Map<String, @Nullable Object> message =
                object("role", "assistant", "content", callsTool ? null : "Hello there.", "refusal", null);
        if (callsTool) {
            message.put(
                    "tool_calls",
                    List.of(object(
                            "id",
                            "call_1",
                            "type",
                            "function",
                            "function",
                            object("name", "weather", "arguments", "{\"city\":\"Rome\"}"))));
        }
        return object(
                "id",
                "chatcmpl-1",
                "object",
                "chat.completion",
                "created",
                created,
                "model",
                model,
                "choices",
                List.of(object(
                        "index",
                        0,
                        "message",
                        message,
                        "logprobs",
                        null,
                        "finish_reason",
                        callsTool ? "tool_calls" : "stop")),
                "usage",
                usage(),
                "service_tier",
                "default",
                "system_fingerprint",
                "fp_1");
    }

    static String chatStream(Object model, boolean callsTool, boolean withUsage, long created) {
        StringBuilder events = new StringBuilder();
        events.append(chunk(model, created, object("role", "assistant", "content", callsTool ? null : ""), null));
        if (callsTool) {
            events.append(chunk(model, created, object("tool_calls", List.of(toolCall("weather", ""))), null));
            events.append(
                    chunk(model, created, object("tool_calls", List.of(toolCall(null, "{\"city\":\"Rome\"}"))), null));
        } else {
            events.append(chunk(model, created, object("content", "Hello"), null));
            events.append(chunk(model, created, object("content", " there."), null));
        }
        events.append(chunk(model, created, object(), callsTool ? "tool_calls" : "stop"));
        if (withUsage) {
            events.append(Api.data(object(
                    "id",
                    "chatcmpl-1",
                    "object",
                    CHUNK,
                    "created",
                    created,
                    "model",
                    model,
                    "choices",
                    List.of(),
                    "usage",
                    usage())));
        }
        return events.append(DONE).toString();
    }

    static Map<String, ?> completion(Object model, long created) {
        return object(
                "id",
                "cmpl-1",
                "object",
                "text_completion",
                "created",
                created,
                "model",
                model,
                "choices",
                List.of(object("text", "Hello there.", "index", 0, "logprobs", null, "finish_reason", "stop")),
                "usage",
                usage());
    }

    static String completionStream(Object model, long created) {
        return text(model, created, "Hello", null)
                + text(model, created, " there.", null)
                + text(model, created, "", "stop")
                + DONE;
    }

    static Map<String, ?> embeddings(Object model) {
        return object(
                "object",
                "list",
                "data",
                List.of(object("object", "embedding", "index", 0, "embedding", List.of(0.25, -0.5))),
                "model",
                model,
                "usage",
                object("prompt_tokens", 9, "total_tokens", 9));
    }

    private static Map<String, ?> usage() {
        return object("prompt_tokens", 9, "completion_tokens", 3, "total_tokens", 12);
    }

    private static Map<String, ?> toolCall(@Nullable String name, String arguments) {
        Map<String, @Nullable Object> call = object("index", 0);
        Map<String, @Nullable Object> function = object();
        if (name != null) {
            call.put("id", "call_1");
            call.put("type", "function");
            function.put("name", name);
        }
        function.put("arguments", arguments);
        call.put("function", function);
        return call;
    }

    private static String chunk(Object model, long created, Map<String, ?> delta, @Nullable String finishReason) {
        return Api.data(object(
                "id",
                "chatcmpl-1",
                "object",
                CHUNK,
                "created",
                created,
                "model",
                model,
                "system_fingerprint",
                "fp_1",
                "choices",
                List.of(object("index", 0, "delta", delta, "logprobs", null, "finish_reason", finishReason))));
    }

    private static String text(Object model, long created, String text, @Nullable String finishReason) {
        return Api.data(object(
                "id",
                "cmpl-1",
                "object",
                "text_completion",
                "created",
                created,
                "model",
                model,
                "choices",
                List.of(object("text", text, "index", 0, "logprobs", null, "finish_reason", finishReason))));
    }
}
