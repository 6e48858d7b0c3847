package dev.flowgate.config;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Lays a profile over the base: maps merge deeply, lists and scalars replace. A section that is there and says nothing
 * changes nothing: taken for a null that replaces, {@code general_settings:} with every line commented out would take
 * the master key away.
 */
final class Overlay {
    private Overlay() {}

    static Node.Mapping merge(Node.Mapping base, Node.Mapping over) {
        Map<String, Node.Entry> merged = new LinkedHashMap<>(base.entries());
        over.entries().forEach((key, entry) -> {
            Node.Entry below = merged.get(key);
            if (below != null
                    && below.value() instanceof Node.Mapping lower
                    && entry.value() instanceof Node.Mapping upper) {
                merged.put(key, new Node.Entry(entry.key(), merge(lower, upper)));
            } else if (below == null || !(below.value() instanceof Node.Mapping) || !isNothing(entry.value())) {
                merged.put(key, entry);
            }
        });
        return base.with(merged);
    }

    private static boolean isNothing(Node node) {
        return node instanceof Node.Scalar scalar && scalar.value() == null;
    }
}
