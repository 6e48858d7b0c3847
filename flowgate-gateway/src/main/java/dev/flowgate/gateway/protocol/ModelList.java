package dev.flowgate.gateway.protocol;

import dev.flowgate.litellm.Protocol;
import java.util.List;

/** The list of models, and one model of it, as {@code GET /v1/models} shows them. */
public final class ModelList {
    /** LiteLLM gives every model this time and owner. */
    private static final long CREATED = 1_677_610_602L;

    private static final String CREATED_AT = "2023-02-28T18:56:42Z";
    private static final String OWNER = "openai";

    private ModelList() {}

    /**
     * Renders the list.
     *
     * @param names the models' names
     * @param protocol the caller's protocol
     * @return JSON in UTF-8
     */
    public static byte[] list(List<String> names, Protocol protocol) {
        return Json.render(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("data");
            for (String name : names) {
                model(name, protocol).write(json);
            }
            json.writeEndArray();
            if (protocol == Protocol.OPENAI) {
                json.writeStringField("object", "list");
            } else {
                json.writeBooleanField("has_more", false);
                json.writeStringField("first_id", names.isEmpty() ? null : names.get(0));
                json.writeStringField("last_id", names.isEmpty() ? null : names.get(names.size() - 1));
            }
            json.writeEndObject();
        });
    }

    /**
     * Renders one model.
     *
     * @param name the model's name
     * @param protocol the caller's protocol
     * @return JSON in UTF-8
     */
    public static byte[] one(String name, Protocol protocol) {
        return Json.render(model(name, protocol));
    }

    private static Json.Writer model(String name, Protocol protocol) {
        return json -> {
            json.writeStartObject();
            if (protocol == Protocol.OPENAI) {
                json.writeStringField("id", name);
                json.writeStringField("object", "model");
                json.writeNumberField("created", CREATED);
                json.writeStringField("owned_by", OWNER);
            } else {
                json.writeStringField("type", "model");
                json.writeStringField("id", name);
                json.writeStringField("display_name", name);
                json.writeStringField("created_at", CREATED_AT);
            }
            json.writeEndObject();
        };
    }
}
