package dev.flowgate.gateway.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** A mock answer of OpenAI's responses, with the whole sequence of events that its clients wait for. */
final class MockResponses {
    private static final String ITEM_ID = "msg_mock";

    private final String model;
    private final String text;
    private final StringBuilder events = new StringBuilder();
    private int sequence;

    MockResponses(String model, String text) {
        this.model = model;
        this.text = text;
    }

    byte[] whole() {
        return Json.render(json -> response(json, true));
    }

    String events() {
        add("response.created", json -> responseField(json, false));
        add("response.in_progress", json -> responseField(json, false));
        add("response.output_item.added", json -> itemField(json, false));
        add("response.content_part.added", json -> partField(json, ""));
        for (String part : MockText.parts(text)) {
            add("response.output_text.delta", json -> {
                place(json);
                json.writeStringField("delta", part);
                noLogprobs(json);
            });
        }
        add("response.output_text.done", json -> {
            place(json);
            json.writeStringField("text", text);
            noLogprobs(json);
        });
        add("response.content_part.done", json -> partField(json, text));
        add("response.output_item.done", json -> itemField(json, true));
        add("response.completed", json -> responseField(json, true));
        return events.toString();
    }

    private void add(String type, Json.Writer fields) {
        int number = sequence++;
        events.append(MockText.event(type, json -> {
            json.writeStartObject();
            json.writeStringField("type", type);
            json.writeNumberField("sequence_number", number);
            fields.write(json);
            json.writeEndObject();
        }));
    }

    private static void place(JsonGenerator json) throws IOException {
        json.writeStringField("item_id", ITEM_ID);
        json.writeNumberField("output_index", 0);
        json.writeNumberField("content_index", 0);
    }

    private static void noLogprobs(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("logprobs");
        json.writeEndArray();
    }

    private void responseField(JsonGenerator json, boolean done) throws IOException {
        json.writeFieldName("response");
        response(json, done);
    }

    private void itemField(JsonGenerator json, boolean done) throws IOException {
        json.writeNumberField("output_index", 0);
        json.writeFieldName("item");
        item(json, done);
    }

    private static void partField(JsonGenerator json, String content) throws IOException {
        place(json);
        json.writeFieldName("part");
        part(json, content);
    }

    private void response(JsonGenerator json, boolean done) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", "resp_mock");
        json.writeStringField("object", "response");
        json.writeNumberField("created_at", MockText.CREATED);
        json.writeStringField("status", done ? "completed" : "in_progress");
        json.writeNullField("error");
        json.writeNullField("incomplete_details");
        json.writeNullField("instructions");
        json.writeObjectFieldStart("metadata");
        json.writeEndObject();
        json.writeStringField("model", model);
        json.writeArrayFieldStart("output");
        if (done) {
            item(json, true);
        }
        json.writeEndArray();
        json.writeBooleanField("parallel_tool_calls", true);
        json.writeStringField("tool_choice", "auto");
        json.writeArrayFieldStart("tools");
        json.writeEndArray();
        json.writeNullField("temperature");
        json.writeNullField("top_p");
        if (done) {
            usage(json);
        } else {
            json.writeNullField("usage");
        }
        json.writeEndObject();
    }

    private void item(JsonGenerator json, boolean done) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", ITEM_ID);
        json.writeStringField("type", "message");
        json.writeStringField("status", done ? "completed" : "in_progress");
        json.writeStringField("role", "assistant");
        json.writeArrayFieldStart("content");
        if (done) {
            part(json, text);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void part(JsonGenerator json, String content) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "output_text");
        json.writeStringField("text", content);
        json.writeArrayFieldStart("annotations");
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void usage(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("usage");
        json.writeNumberField("input_tokens", MockText.PROMPT_TOKENS);
        json.writeObjectFieldStart("input_tokens_details");
        json.writeNumberField("cached_tokens", 0);
        json.writeEndObject();
        json.writeNumberField("output_tokens", MockText.COMPLETION_TOKENS);
        json.writeObjectFieldStart("output_tokens_details");
        json.writeNumberField("reasoning_tokens", 0);
        json.writeEndObject();
        json.writeNumberField("total_tokens", MockText.PROMPT_TOKENS + MockText.COMPLETION_TOKENS);
        json.writeEndObject();
    }
}
