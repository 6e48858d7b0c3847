package dev.flowgate.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A document as a tree that knows where in the text each part stands. */
sealed interface Node {
    /** The prefix of keys that are comments, as JSON has no others. They are allowed in every map. */
    String COMMENT_PREFIX = "_comment";

    Origin origin();

    /** What this is, in a sentence such as "found a list". It never tells the value. */
    String kind();

    /**
     * A scalar.
     *
     * @param value null, Boolean, Long, BigInteger, Double or String
     * @param text the characters of the value as they were written, without quotes
     * @param plain whether it was written without quotes
     */
    record Scalar(Origin origin, @Nullable Object value, String text, boolean plain) implements Node {
        @Override
        public String kind() {
            if (value == null) {
                return "nothing (null)";
            }
            if (value instanceof Boolean) {
                return "true or false";
            }
            return value instanceof Number ? "a number" : "text";
        }
    }

    /** A list. */
    record Sequence(Origin origin, List<Node> items) implements Node {
        @Override
        public String kind() {
            return "a list";
        }
    }

    /**
     * A map in the order of the file.
     *
     * @param flow whether it was written in braces, as JSON is
     */
    record Mapping(Origin origin, Map<String, Entry> entries, boolean flow) implements Node {
        @Override
        public String kind() {
            return "a map";
        }

        /** The value of a key; null when the key is absent or its value is null. */
        @Nullable Node get(String key) {
            Entry entry = entries.get(key);
            return entry == null || isNull(entry.value()) ? null : entry.value();
        }

        /** The entries that are no comments, in order. A null value is among them. */
        Map<String, Entry> content() {
            Map<String, Entry> content = new LinkedHashMap<>(entries);
            content.keySet().removeIf(key -> key.startsWith(COMMENT_PREFIX));
            return content;
        }

        Mapping with(Map<String, Entry> others) {
            return new Mapping(origin, others, flow);
        }

        private static boolean isNull(Node node) {
            return node instanceof Scalar scalar && scalar.value() == null;
        }
    }

    /** A key's place, and its value. */
    record Entry(Origin key, Node value) {}

    static Mapping emptyMapping(Origin origin) {
        return new Mapping(origin, Map.of(), false);
    }
}
