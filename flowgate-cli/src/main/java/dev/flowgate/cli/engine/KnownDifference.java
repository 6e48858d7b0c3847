package dev.flowgate.cli.engine;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A difference that FlowGate's documentation describes.
 *
 * @param path the path of the {@link Difference}, whole
 * @param litellm what LiteLLM has there; null for anything
 * @param flowgate what the embedded engine has there; null for anything
 * @param isOptional whether it may be missing, because it depends on a user's model
 * @param reason why, in a few words
 * @param kinds the kinds of requests that have it
 */
record KnownDifference(
        String path,
        @Nullable String litellm,
        @Nullable String flowgate,
        boolean isOptional,
        String reason,
        Set<String> kinds) {
    KnownDifference {
        kinds = Set.copyOf(kinds);
    }

    /** Whether it has to be there; a user's own models need not differ in all that the fixed ones do. */
    boolean isExpectedOf(CheckCase check) {
        return !isOptional && check.id().equals(check.kind()) && kinds.contains(check.kind());
    }

    boolean covers(CheckCase check, Difference difference) {
        return kinds.contains(check.kind())
                && path.equals(difference.path())
                && (litellm == null || litellm.equals(difference.litellm()))
                && (flowgate == null || flowgate.equals(difference.flowgate()));
    }
}
