package dev.flowgate.gateway.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What the mock answers have in common. */
final class MockText {
    /** Token counts are made up; LiteLLM's mock gives these. */
    static final int PROMPT_TOKENS = 10;

    static final int COMPLETION_TOKENS = 20;
    static final long CREATED = 1_700_000_000L;

    private MockText() {}

    /** Cuts a text after each space, so that a stream of it has several parts; an empty text is one empty part. */
    static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int space = text.indexOf(' '); space >= 0; space = text.indexOf(' ', start)) {
            parts.add(text.substring(start, space + 1));
            start = space + 1;
        }
        if (start < text.length() || parts.isEmpty()) {
            parts.add(text.substring(start));
        }
        return parts;
    }

    /** An event without a name. */
    static String event(Json.Writer data) {
        return "data: " + text(data) + "\n\n";
    }

    /** An event with a name. */
    static String event(String name, Json.Writer data) {
        return "event: " + name + "\n" + event(data);
    }

    private static String text(Json.Writer data) {
        return new String(Json.render(data), StandardCharsets.UTF_8);
    }
}
