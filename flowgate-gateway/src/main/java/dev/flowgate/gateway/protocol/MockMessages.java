package dev.flowgate.gateway.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A mock answer of Anthropic's messages. Its clients need every {@code event:} line and {@code content_block_stop}. */
final class MockMessages {
    private static final int CHARACTERS_PER_TOKEN = 4;

    private final String model;
    private final String text;

    MockMessages(String model, String text) {
        this.model = model;
        this.text = text;
    }

    byte[] whole() {
        return Json.render(json -> message(json, text, "end_turn", MockText.COMPLETION_TOKENS));
    }

    String events() {
        StringBuilder events = new StringBuilder();
        events.append(event("message_start", json -> {
            json.writeFieldName("message");
            message(json, null, null, 0);
        }));
        events.append(event("content_block_start", json -> {
            json.writeNumberField("index", 0);
            json.writeObjectFieldStart("content_block");
            json.writeStringField("type", "text");
            json.writeStringField("text", "");
            json.writeEndObject();
        }));
        for (String part : MockText.parts(text)) {
            events.append(event("content_block_delta", json -> {
                json.writeNumberField("index", 0);
                json.writeObjectFieldStart("delta");
                json.writeStringField("type", "text_delta");
                json.writeStringField("text", part);
                json.writeEndObject();
            }));
        }
        events.append(event("content_block_stop", json -> json.writeNumberField("index", 0)));
        events.append(event("message_delta", json -> {
            json.writeObjectFieldStart("delta");
            json.writeStringField("stop_reason", "end_turn");
            json.writeNullField("stop_sequence");
            json.writeEndObject();
            json.writeObjectFieldStart("usage");
            json.writeNumberField("output_tokens", MockText.COMPLETION_TOKENS);
            json.writeEndObject();
        }));
        return events.append(event("message_stop", json -> {})).toString();
    }

    /** An estimate: about four characters are a token. */
    static byte[] tokens(long characters) {
        return Json.render(json -> {
            json.writeStartObject();
            json.writeNumberField(
                    "input_tokens", Math.max(1, (characters + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN));
            json.writeEndObject();
        });
    }

    private static String event(String type, Json.Writer fields) {
        return MockText.event(type, json -> {
            json.writeStartObject();
            json.writeStringField("type", type);
            fields.write(json);
            json.writeEndObject();
        });
    }

    private void message(JsonGenerator json, @Nullable String content, @Nullable String stopReason, int outputTokens)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("id", "msg_mock");
        json.writeStringField("type", "message");
        json.writeStringField("role", "assistant");
        json.writeStringField("model", model);
        json.writeArrayFieldStart("content");
        if (content != null) {
            json.writeStartObject();
            json.writeStringField("type", "text");
            json.writeStringField("text", content);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeStringField("stop_reason", stopReason);
        json.writeNullField("stop_sequence");
        json.writeObjectFieldStart("usage");
        json.writeNumberField("input_tokens", MockText.PROMPT_TOKENS);
        json.writeNumberField("output_tokens", outputTokens);
        json.writeEndObject();
        json.writeEndObject();
    }
}
