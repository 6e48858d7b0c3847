package dev.flowgate.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;

/** A value that must not be shown. Its {@link #toString()} hides it, and comparing two takes constant time. Immutable. */
public final class Secret {
    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /**
     * Wraps a value.
     *
     * @param value the secret itself, not blank
     * @return the secret
     * @throws IllegalArgumentException if the value is blank
     */
    public static Secret of(String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("A secret must not be blank.");
        }
        return new Secret(value);
    }

    /**
     * Returns the value. The caller must keep it out of logs, messages, events and process arguments.
     *
     * @return the secret itself
     */
    public String reveal() {
        return value;
    }

    /**
     * Tells whether a candidate is this secret, in a time that does not depend on where they differ.
     *
     * @param candidate what a caller presented
     * @return whether it equals the secret
     */
    public boolean matches(String candidate) {
        return MessageDigest.isEqual(
                value.getBytes(StandardCharsets.UTF_8), candidate.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && matches(secret.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(value);
    }

    /** Returns a fixed text that says nothing about the value, not even its length. */
    @Override
    public String toString() {
        return "***";
    }
}
