package dev.flowgate.config;

import org.jspecify.annotations.Nullable;

/** Where a value stands in the document, kept as a chain so that 100,000 nodes do not cost 100,000 long strings. */
record KeyPath(@Nullable KeyPath parent, String segment) {
    static final KeyPath ROOT = new KeyPath(null, "");

    private static final int LONGEST_KEY = 60;

    KeyPath child(String key) {
        boolean plain = !key.isEmpty();
        for (int i = 0; i < key.length() && plain; i++) {
            char c = key.charAt(i);
            plain = c > ' ' && c != '.' && c != '[' && c != '"' && c != 0x7f;
        }
        String shown = Quote.shorten(key, LONGEST_KEY);
        return new KeyPath(this, plain ? shown : "[\"" + shown + "\"]");
    }

    KeyPath item(int index) {
        return new KeyPath(this, "[" + index + "]");
    }

    /** How many keys and items lead here; 0 for the document. */
    int depth() {
        return parent == null ? 0 : parent.depth() + 1;
    }

    /** The key of the document that this is below; empty for the document. */
    String top() {
        KeyPath path = this;
        while (path.parent != null && path.parent.parent != null) {
            path = path.parent;
        }
        return path.segment;
    }

    /** The path as messages show it, such as {@code litellm_base.model_list[0].model_name}; empty for the document. */
    String text() {
        if (parent == null) {
            return segment;
        }
        String before = parent.text();
        boolean joined = before.isEmpty() || segment.startsWith("[");
        return joined ? before + segment : before + "." + segment;
    }
}
