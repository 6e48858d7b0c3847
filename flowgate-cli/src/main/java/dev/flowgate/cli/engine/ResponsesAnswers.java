package dev.flowgate.cli.engine;

import static dev.flowgate.cli.engine.Json.object;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers in the format of OpenAI's Responses API: platform.openai.com/docs/api-reference/responses. */
final class ResponsesAnswers {
    private static final String TEXT = "Hello there.";
    private static final String ITEM = "msg_1";

    private ResponsesAnswers() {}

    static Map<String, @Nullable Object> response(Object model, String status, long created) {
        boolean isDone = status.equals("completed");
        return object(
                "id",
                "resp_1",
                "object",
                "response",
                "created_at",
                created,
                "status",
                status,
                "error",
                null,
                "incomplete_details",
                null,
                "instructions",
                null,
                "max_output_tokens",
                null,
                "metadata",
                object(),
                "model",
                model,
                "output",
                isDone ? List.of(item("completed")) : List.of(),
                "parallel_tool_calls",
                true,
                "previous_response_id",
                null,
                "reasoning",
                object("effort", null, "summary", null),
                "store",
                true,
                "temperature",
                1.0,
                "text",
                object("format", object("type", "text")),
                "tool_choice",
                "auto",
                "tools",
                List.of(),
                "top_p",
                1.0,
                "truncation",
                "disabled",
                "user",
                null,
                "usage",
                isDone
                        ? object(
                                "input_tokens",
                                9,
                                "input_tokens_details",
                                object("cached_tokens", 0),
                                "output_tokens",
                                3,
                                "output_tokens_details",
                                object("reasoning_tokens", 0),
                                "total_tokens",
                                12)
                        : null);
    }

    static String stream(Object model, long created) {
        Map<String, @Nullable Object> place =
                object("item_id", ITEM, "output_index", 0, "content_index", 0, "sequence_number", 4);
        return Api.typed(List.of(
                object(
                        "type",
                        "response.created",
                        "sequence_number",
                        0,
                        "response",
                        response(model, "in_progress", created)),
                object(
                        "type",
                        "response.output_item.added",
                        "sequence_number",
                        1,
                        "output_index",
                        0,
                        "item",
                        item("in_progress")),
                with(place, "type", "response.output_text.delta", "delta", TEXT),
                with(place, "type", "response.output_text.done", "text", TEXT),
                object(
                        "type",
                        "response.output_item.done",
                        "sequence_number",
                        6,
                        "output_index",
                        0,
                        "item",
                        item("completed")),
                object(
                        "type",
                        "response.completed",
                        "sequence_number",
                        7,
                        "response",
                        response(model, "completed", created))));
    }

    private static Map<String, @Nullable Object> item(String status) {
        return object(
                "id",
                ITEM,
                "type",
                "message",
                "status",
                status,
                "role",
                "assistant",
                "content",
                status.equals("completed")
                        ? List.of(object("type", "output_text", "text", TEXT, "annotations", List.of()))
                        : List.of());
    }

    private static Map<String, @Nullable Object> with(Map<String, @Nullable Object> members, Object... more) {
        Map<String, @Nullable Object> all = object(more);
        all.putAll(members);
        return all;
    }
}
