package dev.flowgate.cli.engine;

import java.util.List;

/** Bodies of requests, as text: some are to be wrong. */
final class Requests {
    static final String TOOLS =
            "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"parameters\":{\"type\":\"object\","
                    + "\"properties\":{\"city\":{\"type\":\"string\"}}}}}]";

    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"Say hello.\"}]";

    private Requests() {}

    static String chat(String model, String... more) {
        return body(model, MESSAGES, more);
    }

    static String completion(String model, String... more) {
        return body(model, "\"prompt\":\"Say hello.\"", more);
    }

    /** For embeddings and responses. */
    static String input(String model, String... more) {
        return body(model, "\"input\":\"Say hello.\"", more);
    }

    static String messages(String model, String... more) {
        return body(model, "\"max_tokens\":16," + MESSAGES, more);
    }

    private static String body(String model, String what, String... more) {
        StringBuilder body = new StringBuilder("{\"model\":\"" + model + "\"," + what);
        List.of(more).forEach(member -> body.append(',').append(member));
        return body.append('}').toString();
    }
}
