package dev.flowgate.config;

import dev.flowgate.secret.SecretKeys;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Derives the id of a deployment that names none: 16 hex digits that change when its entry does. The hash is FNV-1a of
 * 64 bits: an id guards nothing, and the JDK's digests would cost every command the start of its security
 * providers.
 */
final class DeploymentId {
    private static final long OFFSET_BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private long hash = OFFSET_BASIS;

    private DeploymentId() {}

    /** Hashes the entry as it is written, so that neither a variable's value nor the entry's place matters. */
    static String of(String name, Node.Mapping entry) {
        DeploymentId id = new DeploymentId();
        id.add(name);
        id.add(entry);
        return HexFormat.of().toHexDigits(id.hash);
    }

    private void add(Node node) {
        if (node instanceof Node.Mapping mapping) {
            add((byte) '{');
            mapping.content().forEach((key, entry) -> {
                // A key is a way to a deployment, not a part of what it is: changing it must not make another one.
                if (!SecretKeys.isSecret(key)) {
                    add(key);
                    add(entry.value());
                }
            });
            add((byte) '}');
        } else if (node instanceof Node.Sequence sequence) {
            add((byte) '[');
            sequence.items().forEach(this::add);
            add((byte) ']');
        } else {
            add(String.valueOf(((Node.Scalar) node).value()));
        }
    }

    private void add(String text) {
        for (byte next : text.getBytes(StandardCharsets.UTF_8)) {
            add(next);
        }
        add((byte) 0);
    }

    private void add(byte next) {
        hash = (hash ^ (next & 0xff)) * PRIME;
    }
}
