package dev.flowgate.cli.engine;

import dev.flowgate.json.JsonText;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a JSON document looks like without its values: each path with the types found there, the members of all elements of
 * a list together. The values of a few members are part of it, because clients act on them.
 */
final class Shape {
    /** Members whose values clients branch on. */
    private static final Set<String> TELLING = Set.of(
            "object",
            "type",
            "code",
            "param",
            "status",
            "finish_reason",
            "stop_reason",
            "role",
            "model",
            "owned_by",
            "model_name");

    private final TreeMap<String, TreeSet<String>> types = new TreeMap<>();

    /** Returns the shape of a text: of its JSON, else of what it is. */
    static Shape of(String path, String text) {
        Shape shape = new Shape();
        if (text.isBlank()) {
            shape.add(path, "empty");
            return shape;
        }
        try {
            // Any JSON value can be the body; the reader takes objects.
            shape.value(
                    path, "", JsonText.readObject("{\"value\":" + text + "}").get("value"));
        } catch (IOException notJson) {
            shape.add(path, "text");
        }
        return shape;
    }

    /** Adds a document. */
    void value(String path, String key, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            add(path, "object");
            map.forEach((name, member) -> value(path + "." + name, String.valueOf(name), member));
        } else if (value instanceof List<?> list) {
            add(path, list.isEmpty() ? "empty list" : "list");
            list.forEach(element -> value(path + "[]", key, element));
        } else if (value instanceof String text) {
            add(path, TELLING.contains(key) || path.endsWith("data[].id") ? '"' + text + '"' : "text");
        } else if (value instanceof Number) {
            add(path, "number");
        } else {
            add(path, value == null ? "null" : "boolean");
        }
    }

    /** Returns each path with the types that were found there. */
    Map<String, String> types() {
        TreeMap<String, String> joined = new TreeMap<>();
        types.forEach((path, found) -> joined.put(path, String.join("|", found)));
        return joined;
    }

    private void add(String path, String type) {
        types.computeIfAbsent(path, unused -> new TreeSet<>()).add(type);
    }
}
