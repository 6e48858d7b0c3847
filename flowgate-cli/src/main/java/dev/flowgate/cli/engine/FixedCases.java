package dev.flowgate.cli.engine;

import static dev.flowgate.cli.engine.Requests.chat;
import static dev.flowgate.cli.engine.Requests.messages;

import dev.flowgate.cli.engine.CheckCase.Key;
import java.util.ArrayList;
import java.util.List;

/** The requests to {@link FixedDocument}, in the order in which they are sent. */
final class FixedCases {
    private static final String CHAT = "/v1/chat/completions";
    private static final String MESSAGES = "/v1/messages";
    private static final String RESPONSES = "/v1/responses";
    private static final String STREAM = "\"stream\":true";
    private static final String VERSION = "anthropic-version";
    private static final String VERSION_VALUE = "2023-06-01";

    private FixedCases() {}

    static List<CheckCase> all() {
        List<CheckCase> cases = new ArrayList<>();
        looking(cases);
        asking(cases);
        mistakes(cases);
        keys(cases);
        failures(cases);
        return List.copyOf(cases);
    }

    private static void looking(List<CheckCase> cases) {
        cases.add(CheckCase.get("models", "/v1/models"));
        cases.add(CheckCase.get("models-unversioned", "/models"));
        cases.add(CheckCase.get("models-anthropic", "/v1/models?limit=1000").with(VERSION, VERSION_VALUE));
        cases.add(CheckCase.get("model", "/v1/models/plain"));
        cases.add(CheckCase.get("model-unknown", "/v1/models/nobody"));
        cases.add(CheckCase.get("model-info", "/v1/model/info"));
        cases.add(CheckCase.get("liveliness", "/health/liveliness").with(Key.NONE));
        cases.add(CheckCase.get("readiness", "/health/readiness").with(Key.NONE));
        cases.add(CheckCase.get("root", "/").with(Key.NONE));
        cases.add(CheckCase.get("path-unknown", "/v1/nothing"));
        cases.add(CheckCase.get("method-wrong", CHAT));
        cases.add(CheckCase.get("hello-head", "/api/hello").method("HEAD").with(Key.NONE));
        cases.add(CheckCase.get("models-head", "/v1/models").method("HEAD"));
        cases.add(CheckCase.get("liveliness-options", "/health/liveliness")
                .method("OPTIONS")
                .with(Key.NONE));
        // Not Origin and Access-Control-Request-Method: java.net.http keeps those to itself.
        cases.add(CheckCase.get("chat-options", CHAT).method("OPTIONS").with(Key.NONE));
    }

    private static void asking(List<CheckCase> cases) {
        cases.add(CheckCase.post("chat", CHAT, chat(FixedDocument.PLAIN)));
        cases.add(CheckCase.post("chat-unversioned", "/chat/completions", chat(FixedDocument.PLAIN)));
        cases.add(CheckCase.post("chat-stream", CHAT, chat(FixedDocument.PLAIN, STREAM)));
        cases.add(CheckCase.post(
                "chat-stream-usage",
                CHAT,
                chat(FixedDocument.PLAIN, STREAM, "\"stream_options\":{\"include_usage\":true}")));
        cases.add(CheckCase.post("chat-tools", CHAT, chat(FixedDocument.PLAIN, Requests.TOOLS)));
        cases.add(CheckCase.post("chat-tools-stream", CHAT, chat(FixedDocument.PLAIN, Requests.TOOLS, STREAM)));
        cases.add(CheckCase.post("chat-unknown-field", CHAT, chat(FixedDocument.PLAIN, "\"check_field\":{\"a\":1}")));
        cases.add(CheckCase.post("chat-to-anthropic", CHAT, chat(FixedDocument.CLAUDE)));
        cases.add(CheckCase.post("chat-path-model", "/engines/plain/chat/completions", chat(FixedDocument.PLAIN)));
        cases.add(CheckCase.post("completions", "/v1/completions", Requests.completion(FixedDocument.PLAIN)));
        cases.add(CheckCase.post(
                "completions-stream", "/v1/completions", Requests.completion(FixedDocument.PLAIN, STREAM)));
        cases.add(CheckCase.post("embeddings", "/v1/embeddings", Requests.input(FixedDocument.EMBED)));
        cases.add(CheckCase.post("responses", RESPONSES, Requests.input(FixedDocument.PLAIN)));
        cases.add(CheckCase.post("responses-stream", RESPONSES, Requests.input(FixedDocument.PLAIN, STREAM)));
        cases.add(anthropic("messages", MESSAGES, messages(FixedDocument.CLAUDE)));
        cases.add(anthropic("messages-beta", MESSAGES + "?beta=true", messages(FixedDocument.CLAUDE)));
        cases.add(anthropic("messages-stream", MESSAGES, messages(FixedDocument.CLAUDE, STREAM)));
        cases.add(anthropic("messages-to-openai", MESSAGES, messages(FixedDocument.PLAIN)));
        cases.add(anthropic("count-tokens", MESSAGES + "/count_tokens", messages(FixedDocument.CLAUDE)));
    }

    private static void mistakes(List<CheckCase> cases) {
        cases.add(CheckCase.post("chat-unknown-model", CHAT, chat("nobody")));
        cases.add(CheckCase.post("embeddings-unknown-model", "/v1/embeddings", Requests.input("nobody")));
        cases.add(CheckCase.post("responses-unknown-model", RESPONSES, Requests.input("nobody")));
        cases.add(anthropic("messages-unknown-model", MESSAGES, messages("nobody")));
        cases.add(CheckCase.post("chat-no-model", CHAT, "{\"messages\":[]}"));
        cases.add(CheckCase.post("chat-no-messages", CHAT, "{\"model\":\"plain\"}"));
        cases.add(CheckCase.post("chat-no-body", CHAT, ""));
        cases.add(CheckCase.post("chat-malformed", CHAT, "{\"model\":\"plain\",\"messages\":["));
        cases.add(CheckCase.post("chat-no-object", CHAT, "[1]"));
        cases.add(CheckCase.post("chat-text-plain", CHAT, chat(FixedDocument.PLAIN))
                .with("content-type", "text/plain"));
        cases.add(anthropic("messages-malformed", MESSAGES, "{\"model\":"));
    }

    private static void keys(List<CheckCase> cases) {
        cases.add(CheckCase.get("models-no-key", "/v1/models").with(Key.NONE));
        cases.add(CheckCase.get("models-wrong-key", "/v1/models").with(Key.WRONG));
        cases.add(CheckCase.post("chat-no-key", CHAT, chat(FixedDocument.PLAIN)).with(Key.NONE));
        cases.add(CheckCase.post("chat-wrong-key", CHAT, chat(FixedDocument.PLAIN))
                .with(Key.WRONG));
        cases.add(CheckCase.post("chat-key-without-bearer", CHAT, chat(FixedDocument.PLAIN))
                .with(Key.WITHOUT_SCHEME));
        cases.add(CheckCase.post("chat-x-api-key", CHAT, chat(FixedDocument.PLAIN))
                .with(Key.X_API_KEY));
        cases.add(anthropic("messages-no-key", MESSAGES, messages(FixedDocument.CLAUDE))
                .with(Key.NONE));
        cases.add(anthropic("messages-x-api-key", MESSAGES, messages(FixedDocument.CLAUDE))
                .with(Key.X_API_KEY));
    }

    private static void failures(List<CheckCase> cases) {
        for (String status : List.of("400", "401", "403", "404", "429", "500")) {
            cases.add(CheckCase.post("chat-" + status, CHAT, chat("fail-" + status)));
        }
        cases.add(CheckCase.post("chat-429-stream", CHAT, chat("fail-429", STREAM)));
        cases.add(CheckCase.post("chat-400-retries", CHAT, chat("fail-400", "\"num_retries\":1")));
        cases.add(CheckCase.post("chat-429-retries", CHAT, chat("fail-429", "\"num_retries\":1")));
        cases.add(CheckCase.post("chat-500-retries", CHAT, chat("fail-500", "\"num_retries\":1")));
        cases.add(CheckCase.post("chat-timeout", CHAT, chat("fail-slow", "\"timeout\":1")));
        cases.add(CheckCase.post("chat-stream-cut", CHAT, chat("fail-cut", STREAM)));
        cases.add(CheckCase.post("completions-500", "/v1/completions", Requests.completion("fail-500")));
        cases.add(CheckCase.post("embeddings-429", "/v1/embeddings", Requests.input("fail-429")));
        cases.add(CheckCase.post("responses-429", RESPONSES, Requests.input("fail-429")));
        cases.add(CheckCase.post("responses-stream-cut", RESPONSES, Requests.input("fail-cut", STREAM)));
        for (String status : List.of("400", "401", "429", "500")) {
            cases.add(anthropic("messages-" + status, MESSAGES, messages("claude-" + status)));
        }
        cases.add(anthropic("messages-stream-cut", MESSAGES, messages("claude-cut", STREAM)));
        cases.add(CheckCase.post("fallback", CHAT, chat(FixedDocument.STANDBY)));
        cases.add(CheckCase.post("fallback-stream", CHAT, chat(FixedDocument.STANDBY, STREAM)));
        cases.add(CheckCase.post("fallback-request", CHAT, chat("fail-500", "\"fallbacks\":[\"plain\"]")));
        cases.add(CheckCase.post("fallback-disabled", CHAT, chat(FixedDocument.STANDBY, "\"disable_fallbacks\":true")));
        cases.add(CheckCase.post("cooldown", CHAT, chat(FixedDocument.PAIR)).after(2));
    }

    private static CheckCase anthropic(String id, String path, String body) {
        return CheckCase.post(id, path, body).with(VERSION, VERSION_VALUE);
    }
}
