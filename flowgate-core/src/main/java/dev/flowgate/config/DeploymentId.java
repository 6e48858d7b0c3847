package dev.flowgate.config;

import dev.flowgate.secret.SecretKeys;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Derives the id of a deployment that names none: 16 hex digits that change when its entry does. */
final class DeploymentId {
    private static final int BYTES = 8;

    private DeploymentId() {}

    /** Hashes the entry as it is written, so that neither a variable's value nor the entry's place matters. */
    static String of(String name, Node.Mapping entry) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            add(digest, name);
            add(digest, entry);
            return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256.", impossible);
        }
    }

    private static void add(MessageDigest digest, Node node) {
        if (node instanceof Node.Mapping mapping) {
            digest.update((byte) '{');
            mapping.content().forEach((key, entry) -> {
                // A key is a way to a deployment, not a part of what it is: changing it must not make another one.
                if (!SecretKeys.isSecret(key)) {
                    add(digest, key);
                    add(digest, entry.value());
                }
            });
            digest.update((byte) '}');
        } else if (node instanceof Node.Sequence sequence) {
            digest.update((byte) '[');
            sequence.items().forEach(item -> add(digest, item));
            digest.update((byte) ']');
        } else {
            add(digest, String.valueOf(((Node.Scalar) node).value()));
        }
    }

    private static void add(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }
}
