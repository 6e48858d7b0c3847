package dev.flowgate.config;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Changes between nodes and plain maps, lists and scalars, which is what leaves this package. */
final class Plain {
    private Plain() {}

    static Map<String, Object> map(Node.Mapping mapping) {
        Map<String, Object> map = new LinkedHashMap<>();
        mapping.entries().forEach((key, entry) -> putNullable(map, key, value(entry.value())));
        return Collections.unmodifiableMap(map);
    }

    static @Nullable Object value(Node node) {
        if (node instanceof Node.Mapping mapping) {
            return map(mapping);
        }
        if (node instanceof Node.Sequence sequence) {
            List<@Nullable Object> list = new ArrayList<>(sequence.items().size());
            sequence.items().forEach(item -> list.add(value(item)));
            return Collections.unmodifiableList(list);
        }
        return ((Node.Scalar) node).value();
    }

    /**
     * Makes nodes of what a program handed over.
     *
     * @throws IllegalArgumentException if it is no map, list, text, number, boolean or null
     */
    static Node node(@Nullable Object value, KeyPath path) {
        Origin origin = Origin.inCode(path);
        if (value instanceof Map<?, ?> map) {
            Map<String, Node.Entry> entries = new LinkedHashMap<>();
            map.forEach((key, inner) -> {
                String name = String.valueOf(key);
                KeyPath child = path.child(name);
                entries.put(name, new Node.Entry(Origin.inCode(child), node(inner, child)));
            });
            return new Node.Mapping(origin, entries, true);
        }
        if (value instanceof List<?> list) {
            List<Node> items = new ArrayList<>(list.size());
            list.forEach(inner -> items.add(node(inner, path.item(items.size()))));
            return new Node.Sequence(origin, items);
        }
        Object scalar = scalar(value, path);
        return new Node.Scalar(origin, scalar, String.valueOf(scalar), false);
    }

    private static @Nullable Object scalar(@Nullable Object value, KeyPath path) {
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof Float number) {
            return number.doubleValue();
        }
        if (value == null
                || value instanceof String
                || value instanceof Boolean
                || value instanceof Long
                || value instanceof Double
                || value instanceof BigInteger) {
            return value;
        }
        throw new IllegalArgumentException(path.text() + " is a "
                + value.getClass().getName() + "; a configuration holds maps, lists, text, numbers, booleans and null");
    }

    /** The maps may hold null, as a document may; their type says Object for the sake of callers. */
    @SuppressWarnings("NullAway")
    private static void putNullable(Map<String, Object> map, String key, @Nullable Object value) {
        map.put(key, value);
    }
}
