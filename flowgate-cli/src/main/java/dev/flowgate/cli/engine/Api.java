package dev.flowgate.cli.engine;

import dev.flowgate.json.JsonText;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The APIs that a scripted upstream speaks, with the answers that the providers document for them. */
enum Api {
    CHAT("/chat/completions"),
    COMPLETIONS("/completions"),
    EMBEDDINGS("/embeddings"),
    RESPONSES("/responses"),
    COUNT_TOKENS("/messages/count_tokens"),
    MESSAGES("/messages");

    private static final long CREATED = 1_700_000_000L;
    private static final String MODEL = "model";
    private static final String TYPE = "type";

    private final String path;

    Api(String path) {
        this.path = path;
    }

    /** Finds the API of a path; null when there is none. */
    static @Nullable Api at(String requestPath) {
        for (Api api : values()) {
            if (requestPath.endsWith(api.path)) {
                return api;
            }
        }
        return null;
    }

    /** Returns an error as the provider writes it. */
    Map<String, ?> error(int status) {
        String type = switch (status) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 429 -> "rate_limit_error";
            default -> status < 500 ? "invalid_request_error" : "api_error";
        };
        String message = "The upstream was told to answer " + status + ".";
        if (this == MESSAGES || this == COUNT_TOKENS) {
            return Map.of(TYPE, "error", "error", Map.of(TYPE, type, "message", message));
        }
        return Json.object("error", Json.object("message", message, TYPE, type, "param", null, "code", "told_to"));
    }

    /** Returns a whole answer. */
    Map<String, ?> whole(Map<String, @Nullable Object> request) {
        Object model = String.valueOf(request.get(MODEL));
        return switch (this) {
            case CHAT -> OpenAiAnswers.chat(model, request.containsKey("tools"), CREATED);
            case COMPLETIONS -> OpenAiAnswers.completion(model, CREATED);
            case EMBEDDINGS -> OpenAiAnswers.embeddings(model);
            case RESPONSES -> ResponsesAnswers.response(model, "completed", CREATED);
            case COUNT_TOKENS -> Map.of("input_tokens", 9);
            case MESSAGES -> AnthropicAnswers.message(model);
        };
    }

    /** Returns the events of a stream. */
    String stream(Map<String, @Nullable Object> request) {
        Object model = String.valueOf(request.get(MODEL));
        boolean withUsage = request.get("stream_options") instanceof Map<?, ?> options
                && Boolean.TRUE.equals(options.get("include_usage"));
        return switch (this) {
            case CHAT -> OpenAiAnswers.chatStream(model, request.containsKey("tools"), withUsage, CREATED);
            case COMPLETIONS -> OpenAiAnswers.completionStream(model, CREATED);
            case RESPONSES -> ResponsesAnswers.stream(model, CREATED);
            case MESSAGES -> AnthropicAnswers.stream(model);
            case EMBEDDINGS, COUNT_TOKENS -> data(whole(request));
        };
    }

    static String data(Object json) {
        return "data: " + JsonText.compact(json) + "\n\n";
    }

    /** Returns an event with an {@code event:} line that repeats its type. */
    static String typed(Map<String, ?> json) {
        return "event: " + json.get(TYPE) + "\n" + data(json);
    }

    static String typed(List<Map<String, ?>> events) {
        StringBuilder all = new StringBuilder();
        events.forEach(event -> all.append(typed(event)));
        return all.toString();
    }
}
