package dev.flowgate.gateway.protocol;

import dev.flowgate.litellm.Protocol;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An error in the caller's protocol. OpenAI's has LiteLLM's form, where {@code code} is the HTTP status as a string.
 *
 * @param status the HTTP status
 * @param message what happened and what to do
 * @param param the field at fault; null when it is not one
 */
public record ErrorBody(
        int status, String message, @Nullable String param) {

    /**
     * Renders the body of a response.
     *
     * @param protocol the caller's protocol
     * @param requestId the id of the request
     * @return JSON in UTF-8
     */
    public byte[] json(Protocol protocol, String requestId) {
        return switch (protocol) {
            case OPENAI -> openAi();
            case ANTHROPIC -> anthropic(requestId);
        };
    }

    /**
     * Renders an event for a stream that has begun.
     *
     * @param protocol the caller's protocol
     * @param requestId the id of the request
     * @param midEvent whether the stream stopped within an event, which an empty line then ends
     * @return the event in UTF-8, with the empty line that ends it
     */
    public byte[] event(Protocol protocol, String requestId, boolean midEvent) {
        String data = new String(json(protocol, requestId), StandardCharsets.UTF_8);
        String name = protocol == Protocol.ANTHROPIC ? "event: error\n" : "";
        return ((midEvent ? "\n\n" : "") + name + "data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    private byte[] openAi() {
        return Json.render(json -> {
            json.writeStartObject();
            json.writeObjectFieldStart("error");
            json.writeStringField("message", message);
            json.writeStringField("type", openAiType());
            json.writeStringField("param", param);
            json.writeStringField("code", Integer.toString(status));
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private byte[] anthropic(String requestId) {
        return Json.render(json -> {
            json.writeStartObject();
            json.writeStringField("type", "error");
            json.writeObjectFieldStart("error");
            json.writeStringField("type", anthropicType());
            json.writeStringField("message", message);
            json.writeEndObject();
            json.writeStringField("request_id", requestId);
            json.writeEndObject();
        });
    }

    private String openAiType() {
        return switch (status) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 408, 504 -> "timeout_error";
            case 429 -> "rate_limit_error";
            default -> status < 500 ? "invalid_request_error" : "api_error";
        };
    }

    /** The types of Anthropic's documentation of errors. */
    private String anthropicType() {
        return switch (status) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 408, 504 -> "timeout_error";
            case 503, 529 -> "overloaded_error";
            default -> status < 500 ? "invalid_request_error" : "api_error";
        };
    }
}
