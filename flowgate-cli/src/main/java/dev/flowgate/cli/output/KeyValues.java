package dev.flowgate.cli.output;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A line of {@code key=value} pairs for a script. Values with spaces are quoted, and quotes in them escaped. */
public final class KeyValues {
    private final List<String> pairs = new ArrayList<>();

    /** Adds a pair; nothing where there is no value. */
    public KeyValues add(String key, @Nullable Object value) {
        if (value != null) {
            pairs.add(key + "=" + quoted(value));
        }
        return this;
    }

    /** Adds a pair that says yes or no. */
    public KeyValues add(String key, boolean value) {
        return add(key, value ? "yes" : "no");
    }

    /** Returns the line. */
    public String line() {
        return String.join(" ", pairs);
    }

    private static String quoted(Object value) {
        String text = Flattened.value(value);
        return text.indexOf(' ') >= 0 ? "'" + text.replace("'", "\\'") + "'" : text;
    }
}
