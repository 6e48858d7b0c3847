package dev.flowgate.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Something wrong, or worth knowing, in a configuration.
 *
 * @param severity whether the configuration can be used in spite of it
 * @param file the file, or null for a configuration that was built in code
 * @param line the line, counted from 1; 0 when the problem has no place in the file
 * @param column the column, counted from 1; 0 when the problem has no place in the file
 * @param keyPath the key, such as {@code services.litellm.port}; empty for the document as a whole
 * @param message what was found and what is allowed; never a secret
 * @param hint what to do, or null when the message says it all
 */
public record ConfigProblem(
        Severity severity,
        @Nullable Path file,
        int line,
        int column,
        String keyPath,
        String message,
        @Nullable String hint) {

    /** Whether a configuration can be used in spite of a problem. */
    public enum Severity {
        /** The configuration cannot be used. */
        ERROR,
        /** The configuration can be used, though perhaps not as its author thinks. */
        WARNING
    }

    /**
     * Returns the problem as compilers print theirs: {@code file:line:column: key: message (hint)}, on one line.
     *
     * @return the text
     */
    public String describe() {
        StringBuilder text = new StringBuilder();
        if (file != null) {
            text.append(file);
            if (line > 0) {
                text.append(':').append(line).append(':').append(column);
            }
            text.append(": ");
        }
        if (!keyPath.isEmpty()) {
            text.append(keyPath).append(": ");
        }
        text.append(message);
        if (hint != null) {
            text.append(" (").append(hint).append(')');
        }
        return text.toString();
    }
}
