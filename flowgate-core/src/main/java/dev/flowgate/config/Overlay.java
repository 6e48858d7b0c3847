package dev.flowgate.config;

import java.util.LinkedHashMap;
import java.util.Map;

/** Lays a profile over the base: maps merge deeply, lists and scalars replace. */
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
            } else {
                merged.put(key, entry);
            }
        });
        return base.with(merged);
    }
}
