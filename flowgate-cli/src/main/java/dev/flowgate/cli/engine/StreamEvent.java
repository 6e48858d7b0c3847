package dev.flowgate.cli.engine;

import dev.flowgate.json.JsonText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One event of a stream (WHATWG HTML, 9.2 Server-sent events).
 *
 * @param name the text of its {@code event:} line; empty without one
 * @param data its {@code data:} lines
 */
record StreamEvent(String name, String data) {
    private static final String DONE = "[DONE]";

    static List<StreamEvent> parse(String body) {
        List<StreamEvent> events = new ArrayList<>();
        for (String block : body.replace("\r\n", "\n").split("\n\n", -1)) {
            String name = "";
            List<String> data = new ArrayList<>();
            for (String line : block.split("\n", -1)) {
                if (line.startsWith("event:")) {
                    name = line.substring("event:".length()).strip();
                } else if (line.startsWith("data:")) {
                    data.add(line.substring("data:".length()).strip());
                }
            }
            if (!name.isEmpty() || !data.isEmpty()) {
                events.add(new StreamEvent(name, String.join("\n", data)));
            }
        }
        return events;
    }

    /** Returns the event's JSON object; null when it has none. */
    @Nullable Map<String, @Nullable Object> json() {
        try {
            return JsonText.readObject(data);
        } catch (IOException none) {
            return null;
        }
    }

    /** Returns what the shapes of its like are gathered under. */
    String type() {
        Map<String, @Nullable Object> members = json();
        if (members == null) {
            return data.equals(DONE) ? DONE : "text";
        }
        if (members.get("type") instanceof String type) {
            return type;
        }
        return members.containsKey("error") ? "error" : "chunk";
    }

    /**
     * Returns what a client sees of it in a sequence: its type, for chunks also which members have content, and
     * {@code data:} before a typed event without an {@code event:} line.
     */
    String label() {
        Map<String, @Nullable Object> members = json();
        String type = type();
        if (members == null || type.equals("error")) {
            return name.isEmpty() ? type : "event:" + name;
        }
        if (!type.equals("chunk")) {
            return name.isEmpty() ? "data:" + type : type;
        }
        TreeSet<String> content = new TreeSet<>();
        if (members.get("choices") instanceof List<?> choices) {
            for (Object choice : choices) {
                if (choice instanceof Map<?, ?> map) {
                    addContent(map, content);
                }
            }
        }
        if (members.get("usage") instanceof Map<?, ?>) {
            content.add("usage");
        }
        return "chunk" + content;
    }

    private static void addContent(Map<?, ?> choice, TreeSet<String> content) {
        if (choice.get("finish_reason") instanceof String reason) {
            content.add("finish_reason=" + reason);
        }
        if (choice.get("text") instanceof String text && !text.isEmpty()) {
            content.add("text");
        }
        if (choice.get("delta") instanceof Map<?, ?> delta) {
            delta.forEach((key, value) -> {
                if (value != null && !value.equals("")) {
                    content.add(String.valueOf(key));
                }
            });
        }
    }
}
