package dev.flowgate.gateway.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.flowgate.routing.FallbackOverrides;
import dev.flowgate.routing.Rehearsal;
import dev.flowgate.routing.RequestOverrides;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The top-level members of a request body by which it steers the engine, by the names of LiteLLM. None of them goes
 * upstream. Those that could be left out of account without harm are; those that could not are refused.
 */
final class RoutingFields {
    private @Nullable Integer numRetries;
    private @Nullable Duration timeout;
    private @Nullable Duration requestTimeout;
    private @Nullable Duration streamTimeout;
    private @Nullable FallbackLists fallbacks;
    private @Nullable FallbackLists contextWindow;
    private @Nullable FallbackLists contentPolicy;
    private @Nullable Integer maxFallbacks;
    private boolean disableFallbacks;
    private @Nullable Rehearsal rehearsal;
    private List<String> tags = List.of();
    private @Nullable String mockResponse;

    /** Tells whether a member is one of them. */
    static boolean contain(String name) {
        return switch (name) {
            case "num_retries",
                    "timeout",
                    "request_timeout",
                    "stream_timeout",
                    "fallbacks",
                    "context_window_fallbacks",
                    "content_policy_fallbacks",
                    "max_fallbacks",
                    "disable_fallbacks",
                    "tags",
                    "mock_response",
                    "mock_testing_fallbacks",
                    "mock_testing_context_fallbacks",
                    "mock_testing_content_policy_fallbacks",
                    "mock_testing_rate_limit_error",
                    "cache",
                    "ttl",
                    "caching",
                    "priority",
                    "fastest_response",
                    "drop_params",
                    "allowed_openai_params",
                    "guardrails",
                    "mock_tool_calls",
                    "mock_delay",
                    "mock_timeout",
                    "user_config",
                    "api_base",
                    "base_url",
                    "api_key" -> true;
            default -> false;
        };
    }

    /** Reads the value of a member that is one of them. */
    void read(String name, JsonParser parser) throws IOException {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.VALUE_NULL) {
            return;
        }
        switch (name) {
            case "num_retries" -> numRetries = ControlValues.count(wholeNumber(parser, name), name);
            case "max_fallbacks" -> maxFallbacks = ControlValues.count(wholeNumber(parser, name), name);
            case "timeout" -> timeout = seconds(parser, name);
            case "request_timeout" -> requestTimeout = seconds(parser, name);
            case "stream_timeout" -> streamTimeout = seconds(parser, name);
            case "fallbacks" -> fallbacks = FallbackLists.read(parser, name);
            case "context_window_fallbacks" -> contextWindow = FallbackLists.read(parser, name);
            case "content_policy_fallbacks" -> contentPolicy = FallbackLists.read(parser, name);
            case "disable_fallbacks" -> disableFallbacks = FieldTypes.flag(name, token);
            case "tags" -> tags = texts(parser, name);
            case "mock_response" -> mockResponse = text(parser, name);
            case "cache", "ttl", "caching", "priority", "fastest_response", "drop_params", "allowed_openai_params" ->
                parser.skipChildren();
            case "user_config", "api_base", "base_url", "api_key" ->
                throw new InvalidRequestException(
                        "The field " + name + " is not allowed in a request: upstreams and their keys belong into the"
                                + " gateway's configuration. Leave it out.",
                        name);
            case "guardrails", "mock_tool_calls", "mock_delay", "mock_timeout" -> refuse(name, parser, token);
            default -> rehearse(name, token);
        }
    }

    RequestOverrides overrides() {
        return new RequestOverrides(
                numRetries, timeout != null ? timeout : requestTimeout, streamTimeout, standIns(), rehearsal);
    }

    List<String> tags() {
        return tags;
    }

    @Nullable String mockResponse() {
        return mockResponse;
    }

    private FallbackOverrides standIns() {
        return new FallbackOverrides(
                fallbacks == null ? null : fallbacks.plain(),
                fallbacks == null ? null : fallbacks.byModel(),
                contextWindow == null ? null : contextWindow.requireByModel(),
                contentPolicy == null ? null : contentPolicy.requireByModel(),
                maxFallbacks,
                disableFallbacks);
    }

    private void rehearse(String name, JsonToken token) {
        if (FieldTypes.flag(name, token)) {
            for (Rehearsal candidate : Rehearsal.values()) {
                if (candidate.field().equals(name)) {
                    rehearsal = candidate;
                }
            }
        }
    }

    /** Obeying these matters, and the engine cannot: going on without them would do what was not asked for. */
    private static void refuse(String name, JsonParser parser, JsonToken token) throws IOException {
        boolean asksForNothing = token == JsonToken.VALUE_FALSE
                || (token == JsonToken.START_ARRAY && parser.nextToken() == JsonToken.END_ARRAY);
        if (!asksForNothing) {
            throw new InvalidRequestException(
                    "The field " + name + " is not supported by this gateway. Leave it out.", name);
        }
    }

    private static String wholeNumber(JsonParser parser, String name) throws IOException {
        if (!parser.currentToken().isNumeric()) {
            throw FieldTypes.wrong(name, "a whole number", parser.currentToken());
        }
        return parser.getText();
    }

    private static Duration seconds(JsonParser parser, String name) throws IOException {
        if (!parser.currentToken().isNumeric()) {
            throw FieldTypes.wrong(name, "a number of seconds", parser.currentToken());
        }
        return ControlValues.seconds(parser.getText(), name);
    }

    private static String text(JsonParser parser, String name) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw FieldTypes.wrong(name, "a string", parser.currentToken());
        }
        return parser.getText();
    }

    private static List<String> texts(JsonParser parser, String name) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw FieldTypes.wrong(name, "a list of strings", parser.currentToken());
        }
        List<String> texts = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                throw FieldTypes.wrongElement(name, "a list of strings", parser.currentToken());
            }
            texts.add(parser.getText());
        }
        return texts;
    }
}
