package dev.flowgate.auth;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the renewals of a credential went, for whichever process comes next.
 *
 * @param failures how many have failed in a row
 * @param nextAttempt not before this; null when none has failed, or when there is no use in another
 * @param problem why the last one failed; null when none has
 */
record RenewalNote(
        int failures,
        @Nullable Instant nextAttempt,
        @Nullable String problem) {
    static final RenewalNote NONE = new RenewalNote(0, null, null);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final int MOST_DOUBLINGS = 5;
    private static final String FAILURES = "failures";
    private static final String NEXT_ATTEMPT = "next_attempt_at";
    private static final String PROBLEM = "problem";

    /** Whether only a new login helps. */
    boolean isFinal() {
        return problem != null && nextAttempt == null;
    }

    boolean allows(Instant now) {
        return problem == null || (nextAttempt != null && !now.isBefore(nextAttempt));
    }

    /** Notes a failure that may pass; each in a row doubles the pause. */
    RenewalNote failed(String reason, Instant now) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
        return new RenewalNote(
                failures + 1, now.plus(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE), reason);
    }

    /** Notes a refusal. */
    RenewalNote refused(String reason) {
        return new RenewalNote(failures + 1, null, reason);
    }

    Map<String, @Nullable Object> members() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put(FAILURES, failures);
        members.put(NEXT_ATTEMPT, nextAttempt == null ? null : nextAttempt.toString());
        members.put(PROBLEM, problem);
        return members;
    }

    /** Reads a note. It serves nobody but the renewal, so one that is damaged counts as none. */
    static RenewalNote of(@Nullable Object members) {
        if (!(members instanceof Map<?, ?> map) || !(map.get(PROBLEM) instanceof String problem)) {
            return NONE;
        }
        int failures = map.get(FAILURES) instanceof Number number ? Math.max(0, number.intValue()) : 0;
        try {
            Instant next = map.get(NEXT_ATTEMPT) instanceof String text ? Instant.parse(text) : null;
            return new RenewalNote(failures, next, problem);
        } catch (DateTimeException damaged) {
            return NONE;
        }
    }
}
