package dev.flowgate.config;

import java.util.List;

/**
 * What a migration made of a text.
 *
 * @param text the migrated text; the original when there was nothing to do
 * @param steps what was changed, one clause for each step, such as {@code `secrets` is now `secret_files`}
 * @param notKept what of the original is gone, in sentences for people: keys whose new form was there too, and
 *     comments where the text had to be written anew
 */
public record MigrationResult(String text, List<String> steps, List<String> notKept) {
    /** Copies the lists. */
    public MigrationResult {
        steps = List.copyOf(steps);
        notKept = List.copyOf(notKept);
    }

    /**
     * Tells whether there was anything to do.
     *
     * @return whether the text differs from the original
     */
    public boolean changed() {
        return !steps.isEmpty();
    }
}
