package dev.flowgate.cli.doctor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a check has found.
 *
 * @param details what it has seen, by the keys that scripts know
 * @param problems what makes it fail
 * @param warnings what does not, and is worth knowing
 * @param skipped why there was nothing to look at; null when there was
 */
record Finding(
        Map<String, String> details,
        List<Remark> problems,
        List<Remark> warnings,
        @Nullable String skipped) {

    Finding {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }

    /** There was nothing to look at. */
    static Finding skipped(String reason) {
        return new Finding(Map.of(), List.of(), List.of(), reason);
    }

    static Builder builder() {
        return new Builder();
    }

    boolean isPassed() {
        return problems.isEmpty();
    }

    /** Collects what a check finds. */
    static final class Builder {
        private final Map<String, String> details = new LinkedHashMap<>();
        private final List<Remark> problems = new ArrayList<>();
        private final List<Remark> warnings = new ArrayList<>();
        private @Nullable String skipped;

        Builder detail(String key, Object value) {
            details.put(key, value.toString());
            return this;
        }

        Builder problem(Remark remark) {
            problems.add(remark);
            return this;
        }

        Builder warning(Remark remark) {
            warnings.add(remark);
            return this;
        }

        /** There was nothing to look at, for a reason. */
        Builder skipped(String reason) {
            skipped = reason;
            return this;
        }

        /** Counts the problems as {@code issues}. */
        Builder countIssues() {
            return detail("issues", problems.size());
        }

        Finding build() {
            return new Finding(details, problems, warnings, skipped);
        }
    }
}
