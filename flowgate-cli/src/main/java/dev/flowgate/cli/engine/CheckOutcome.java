package dev.flowgate.cli.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What came of one request.
 *
 * @param id the case
 * @param litellmStatus the status of LiteLLM's answer; 0 when none came
 * @param flowgateStatus the status of the embedded engine's answer; 0 when none came
 * @param unexplained differences that no documentation describes
 * @param known differences that are documented
 * @param gone known differences that were not there
 */
record CheckOutcome(
        String id,
        int litellmStatus,
        int flowgateStatus,
        List<Difference> unexplained,
        List<Explained> known,
        List<KnownDifference> gone) {
    /** Whether both engines answered the same. */
    enum Verdict {
        SAME,
        KNOWN,
        DIFFERS;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A difference with its reason. */
    record Explained(Difference difference, String reason) {}

    /** Sorts the differences of a case into known ones and others. */
    static CheckOutcome of(CheckCase check, Answer litellm, Answer flowgate, List<KnownDifference> table) {
        List<Difference> unexplained = new ArrayList<>();
        List<Explained> known = new ArrayList<>();
        List<KnownDifference> gone = new ArrayList<>(
                table.stream().filter(entry -> entry.isExpectedOf(check)).toList());
        for (Difference difference : Comparison.of(litellm, flowgate)) {
            List<KnownDifference> covering = table.stream()
                    .filter(entry -> entry.covers(check, difference))
                    .toList();
            gone.removeAll(covering);
            if (covering.isEmpty()) {
                unexplained.add(difference);
            } else {
                known.add(new Explained(difference, covering.get(0).reason()));
            }
        }
        return new CheckOutcome(
                check.id(),
                litellm.status(),
                flowgate.status(),
                List.copyOf(unexplained),
                List.copyOf(known),
                List.copyOf(gone));
    }

    Verdict verdict() {
        if (!unexplained.isEmpty()) {
            return Verdict.DIFFERS;
        }
        return known.isEmpty() ? Verdict.SAME : Verdict.KNOWN;
    }
}
