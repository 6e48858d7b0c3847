package dev.flowgate.gateway.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A mock answer of OpenAI's chat completions and completions. */
final class MockCompletions {
    private final String model;
    private final String text;
    private final boolean chat;
    private final boolean usage;

    MockCompletions(String model, String text, boolean chat, boolean usage) {
        this.model = model;
        this.text = text;
        this.chat = chat;
        this.usage = usage;
    }

    byte[] whole() {
        return Json.render(json -> {
            begin(json, chat ? "chat.completion" : "text_completion");
            beginChoice(json);
            if (chat) {
                json.writeObjectFieldStart("message");
                json.writeStringField("role", "assistant");
                json.writeStringField("content", text);
                json.writeEndObject();
            } else {
                json.writeStringField("text", text);
            }
            endChoice(json, "stop");
            writeUsage(json);
            json.writeEndObject();
        });
    }

    String events() {
        StringBuilder events = new StringBuilder();
        if (chat) {
            events.append(chunk(true, "", null));
        }
        for (String part : MockText.parts(text)) {
            events.append(chunk(false, part, null));
        }
        events.append(chunk(false, null, "stop"));
        if (usage) {
            events.append(usageChunk());
        }
        return events.append("data: [DONE]\n\n").toString();
    }

    private String chunk(boolean role, @Nullable String content, @Nullable String finishReason) {
        return MockText.event(json -> {
            begin(json, chat ? "chat.completion.chunk" : "text_completion");
            beginChoice(json);
            if (chat) {
                json.writeObjectFieldStart("delta");
                if (role) {
                    json.writeStringField("role", "assistant");
                }
                if (content != null) {
                    json.writeStringField("content", content);
                }
                json.writeEndObject();
            } else {
                json.writeStringField("text", content == null ? "" : content);
            }
            endChoice(json, finishReason);
            json.writeEndObject();
        });
    }

    private String usageChunk() {
        return MockText.event(json -> {
            begin(json, chat ? "chat.completion.chunk" : "text_completion");
            json.writeArrayFieldStart("choices");
            json.writeEndArray();
            writeUsage(json);
            json.writeEndObject();
        });
    }

    private void begin(JsonGenerator json, String object) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", chat ? "chatcmpl-mock" : "cmpl-mock");
        json.writeStringField("object", object);
        json.writeNumberField("created", MockText.CREATED);
        json.writeStringField("model", model);
    }

    private static void beginChoice(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("choices");
        json.writeStartObject();
        json.writeNumberField("index", 0);
    }

    private static void endChoice(JsonGenerator json, @Nullable String finishReason) throws IOException {
        json.writeNullField("logprobs");
        json.writeStringField("finish_reason", finishReason);
        json.writeEndObject();
        json.writeEndArray();
    }

    private static void writeUsage(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("usage");
        json.writeNumberField("prompt_tokens", MockText.PROMPT_TOKENS);
        json.writeNumberField("completion_tokens", MockText.COMPLETION_TOKENS);
        json.writeNumberField("total_tokens", MockText.PROMPT_TOKENS + MockText.COMPLETION_TOKENS);
        json.writeEndObject();
    }
}
