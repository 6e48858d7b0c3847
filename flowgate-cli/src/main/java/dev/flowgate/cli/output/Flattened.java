package dev.flowgate.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A document as {@code key.path=value} lines. */
public final class Flattened {
    private Flattened() {}

    static List<String> lines(Map<String, ?> document) {
        List<String> lines = new ArrayList<>();
        add("", document, lines);
        return lines;
    }

    /** Writes a single value so that it stays on its line. */
    public static String value(@Nullable Object value) {
        return value == null
                ? "null"
                : value.toString().replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    }

    private static void add(String path, @Nullable Object value, List<String> lines) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            map.forEach((key, member) -> add(path.isEmpty() ? key.toString() : path + "." + key, member, lines));
        } else if (value instanceof List<?> list && !list.isEmpty()) {
            for (int i = 0; i < list.size(); i++) {
                add(path + "[" + i + "]", list.get(i), lines);
            }
        } else {
            lines.add(path + "=" + value(value));
        }
    }
}
