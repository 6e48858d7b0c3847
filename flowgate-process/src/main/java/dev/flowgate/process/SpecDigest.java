package dev.flowgate.process;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** Digests by which a running service is compared with a configuration. */
final class SpecDigest {
    private SpecDigest() {}

    static String of(ServiceSpec spec) {
        MessageDigest digest = sha256();
        add(digest, spec.command());
        add(digest, spec.workingDirectory().toString());
        new TreeMap<>(spec.environment()).forEach((name, value) -> {
            add(digest, name);
            add(digest, value);
        });
        add(digest, List.copyOf(new TreeSet<>(spec.passThrough())));
        addAddress(digest, spec);
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Digests where a service listens and answers: a readiness address can hold a secret in its query. */
    static String ofAddress(ServiceSpec spec) {
        MessageDigest digest = sha256();
        addAddress(digest, spec);
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void addAddress(MessageDigest digest, ServiceSpec spec) {
        add(digest, spec.host());
        add(digest, Integer.toString(spec.port()));
        add(digest, spec.readiness() == null ? "" : spec.readiness().toString());
    }

    static String of(List<String> words) {
        MessageDigest digest = sha256();
        add(digest, words);
        return HexFormat.of().formatHex(digest.digest());
    }

    static String of(byte[] content) {
        return HexFormat.of().formatHex(sha256().digest(content));
    }

    private static void add(MessageDigest digest, List<String> words) {
        add(digest, Integer.toString(words.size()));
        for (String word : words) {
            add(digest, word);
        }
    }

    // No value contains a NUL, so that two different specs cannot have the same bytes.
    private static void add(MessageDigest digest, String word) {
        digest.update(word.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
