package dev.flowgate.gateway.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/** A small vector for each input, always the same, in the encoding the caller asked for. */
final class MockEmbeddings {
    private static final float[] VECTOR = {0.5f, -0.5f, 0.5f, -0.5f};

    private final String model;
    private final byte[] request;

    MockEmbeddings(String model, byte[] request) {
        this.model = model;
        this.request = request;
    }

    byte[] render() {
        int count = MockRequests.inputs(request);
        boolean base64 = MockRequests.is(request, "encoding_format", "base64");
        return Json.render(json -> {
            json.writeStartObject();
            json.writeStringField("object", "list");
            json.writeArrayFieldStart("data");
            for (int i = 0; i < count; i++) {
                json.writeStartObject();
                json.writeStringField("object", "embedding");
                json.writeNumberField("index", i);
                json.writeFieldName("embedding");
                if (base64) {
                    json.writeString(encoded());
                } else {
                    json.writeStartArray();
                    for (float value : VECTOR) {
                        json.writeNumber(value);
                    }
                    json.writeEndArray();
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeStringField("model", model);
            json.writeObjectFieldStart("usage");
            json.writeNumberField("prompt_tokens", count);
            json.writeNumberField("total_tokens", count);
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    /** OpenAI's encoding: the floats as little-endian bytes. */
    private static String encoded() {
        ByteBuffer bytes = ByteBuffer.allocate(VECTOR.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(VECTOR);
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
