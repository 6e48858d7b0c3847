package dev.flowgate.cli.engine;

import dev.flowgate.litellm.Protocol;
import dev.flowgate.litellm.Provider;
import java.util.ArrayList;
import java.util.List;

/** The requests to a user's own models. */
final class ProfileCases {
    private static final String STREAM = "\"stream\":true";

    private ProfileCases() {}

    static List<CheckCase> of(List<ProfileDocument.Model> models) {
        List<CheckCase> cases = new ArrayList<>();
        for (ProfileDocument.Model model : models) {
            // A pattern is asked with a name that it matches.
            String name = model.name().replace("*", "check");
            of(name, model).forEach(check -> cases.add(check.ofModel(model.name())));
        }
        return List.copyOf(cases);
    }

    private static List<CheckCase> of(String name, ProfileDocument.Model model) {
        if (model.isForEmbeddings()) {
            return List.of(CheckCase.post("embeddings", "/v1/embeddings", Requests.input(name)));
        }
        if (model.provider().protocol() == Protocol.ANTHROPIC) {
            String path = "/v1/messages";
            return List.of(
                    CheckCase.post("messages", path, Requests.messages(name)).with("anthropic-version", "2023-06-01"),
                    CheckCase.post("messages-stream", path, Requests.messages(name, STREAM))
                            .with("anthropic-version", "2023-06-01"),
                    CheckCase.post("chat-to-anthropic", "/v1/chat/completions", Requests.chat(name)));
        }
        String path = "/v1/chat/completions";
        List<CheckCase> cases = new ArrayList<>(List.of(
                CheckCase.post("chat", path, Requests.chat(name)),
                CheckCase.post("chat-stream", path, Requests.chat(name, STREAM)),
                CheckCase.post("chat-no-messages", path, "{\"model\":\"" + name + "\"}")));
        if (model.provider() == Provider.OPENAI) {
            // LiteLLM turns them into chat completions for the other providers.
            cases.add(CheckCase.post("responses", "/v1/responses", Requests.input(name)));
        }
        return cases;
    }
}
