package dev.flowgate.cli.smoke;

import dev.flowgate.cli.output.Spoken;
import dev.flowgate.cli.real.LocalHttp;
import dev.flowgate.json.JsonText;
import dev.flowgate.secret.Secret;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A service as its clients see it: OpenAI's API, platform.openai.com/docs/api-reference.
 *
 * @param base the address before {@code /v1}
 * @param key the key to present; null for none
 */
record ServiceApi(String base, @Nullable Secret key) {
    private static final Duration MODELS_LIMIT = Duration.ofSeconds(20);
    /** What a slow model on a slow line takes for a few words. */
    private static final Duration COMPLETION_LIMIT = Duration.ofSeconds(60);

    private static final int SHOWN_LENGTH = 200;
    private static final String QUESTION = "Reply with one word: ok";

    /** No useful answer: what was asked, and what came instead. */
    static final class NoAnswer extends Exception {
        private static final long serialVersionUID = 1L;

        private final boolean refused;

        private NoAnswer(String message, boolean refused) {
            super(message);
            this.refused = refused;
        }

        String told() {
            return String.valueOf(getMessage());
        }

        /** Tells whether the service did not take the key. */
        boolean isRefused() {
            return refused;
        }
    }

    /** Asks which models there are. */
    List<String> models() throws NoAnswer, InterruptedException {
        URI address = URI.create(base + "/v1/models");
        Map<String, @Nullable Object> answer;
        try {
            answer = read(address, LocalHttp.get(address, key, MODELS_LIMIT));
        } catch (IOException none) {
            throw nothing(none);
        }
        if (!(answer.get("data") instanceof List<?> data)) {
            throw new NoAnswer(address + " answered without a list of models.", false);
        }
        List<String> models = new ArrayList<>();
        for (Object entry : data) {
            if (entry instanceof Map<?, ?> model && model.get("id") instanceof String id) {
                models.add(id);
            }
        }
        return models;
    }

    /** Asks a model a short question; returns how its answer begins. */
    String complete(String model) throws NoAnswer, InterruptedException {
        URI address = URI.create(base + "/v1/chat/completions");
        Map<String, Object> question =
                Map.of("model", model, "messages", List.of(Map.of("role", "user", "content", QUESTION)));
        Map<String, @Nullable Object> answer;
        try {
            answer = read(address, LocalHttp.post(address, key, JsonText.compact(question), COMPLETION_LIMIT));
        } catch (IOException none) {
            throw nothing(none);
        }
        if (answer.get("choices") instanceof List<?> choices
                && !choices.isEmpty()
                && choices.get(0) instanceof Map<?, ?> choice
                && choice.get("message") instanceof Map<?, ?> message) {
            return message.get("content") instanceof String text ? shown(text) : "";
        }
        throw new NoAnswer(address + " answered without a message: " + shown(JsonText.compact(answer)), false);
    }

    private static Map<String, @Nullable Object> read(URI address, LocalHttp.Answer answer) throws NoAnswer {
        int status = answer.status();
        if (status != HttpURLConnection.HTTP_OK) {
            boolean refused =
                    status == HttpURLConnection.HTTP_UNAUTHORIZED || status == HttpURLConnection.HTTP_FORBIDDEN;
            throw new NoAnswer(address + " answered " + status + ": " + error(answer.body()), refused);
        }
        try {
            return JsonText.readObject(answer.body());
        } catch (IOException notJson) {
            throw new NoAnswer(address + " answered with something else than JSON: " + shown(answer.body()), false);
        }
    }

    private static NoAnswer nothing(IOException failure) {
        Throwable cause = failure.getCause();
        String reason = cause == null || cause.getMessage() == null ? "" : " (" + cause.getMessage() + ")";
        return new NoAnswer(failure.getMessage() + reason + ".", false);
    }

    /** Returns what an error says: its message, when it has the form that OpenAI's errors have. */
    private static String error(String body) {
        try {
            return JsonText.readObject(body).get("error") instanceof Map<?, ?> error
                            && error.get("message") instanceof String message
                    ? shown(message)
                    : shown(body);
        } catch (IOException notJson) {
            return shown(body);
        }
    }

    private static String shown(String text) {
        String line = Spoken.printable(text).strip();
        return line.length() <= SHOWN_LENGTH ? line : line.substring(0, SHOWN_LENGTH) + "...";
    }
}
