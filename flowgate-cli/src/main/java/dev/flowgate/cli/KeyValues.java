package dev.flowgate.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A line of {@code key=value} pairs for a script. Values with spaces are quoted, and quotes in them escaped. */
final class KeyValues {
    private final List<String> pairs = new ArrayList<>();

    /** Adds a pair; nothing where there is no value. */
    KeyValues add(String key, @Nullable Object value) {
        if (value != null) {
            pairs.add(key + "=" + quoted(value));
        }
        return this;
    }

    /** Adds a pair that says yes or no. */
    KeyValues add(String key, boolean value) {
        return add(key, value ? "yes" : "no");
    }

    /** Returns the line. */
    String line() {
        return String.join(" ", pairs);
    }

    private static String quoted(Object value) {
        String text = Flattened.value(value);
        return text.indexOf(' ') >= 0 ? "'" + text.replace("'", "\\'") + "'" : text;
    }
}
