package dev.flowgate.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;

/** What rounds of faults came to. All but the first two counts have to be zero. */
final class FaultTally {
    private static final String ROW = "%-44s %7s %7s %11s %8s %10s %11s%n";

    private final String what;
    private int rounds;
    private int kills;
    private int duplicates;
    private int orphans;
    private int strangers;
    private int unreadable;

    FaultTally(String what) {
        this.what = what;
    }

    void round() {
        rounds++;
    }

    void kill() {
        kills++;
    }

    int kills() {
        return kills;
    }

    /** Counts the copies of a service beyond the first. */
    void copies(int found) {
        duplicates += Math.max(0, found - 1);
    }

    void orphans(int found) {
        orphans += found;
    }

    void strangersSignalled(int found) {
        strangers += found;
    }

    void unreadableRecords(int found) {
        unreadable += found;
    }

    /** Prints the counts, which are the product's promise, and fails unless they keep it. */
    @SuppressWarnings("SystemOut")
    void report() {
        System.out.printf(
                Locale.ROOT, ROW, "faults", "rounds", "kills", "duplicates", "orphans", "strangers", "unreadable");
        System.out.printf(Locale.ROOT, ROW, what, rounds, kills, duplicates, orphans, strangers, unreadable);
        assertThat(duplicates).as("copies of a service beyond the first").isZero();
        assertThat(orphans).as("processes left by a stop").isZero();
        assertThat(strangers).as("strangers signalled").isZero();
        assertThat(unreadable).as("records that could not be read").isZero();
    }
}
