package dev.flowgate.config;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Finds the known word that a mistyped one was meant to be. */
final class Spelling {
    /** No key of the contract is longer than this, so a longer word resembles none. */
    private static final int LONGEST_WORD = 48;

    private Spelling() {}

    /**
     * Returns the nearest word.
     *
     * @return null when no word is near: a third of the letters may differ, and at most three
     */
    static @Nullable String nearest(String word, Collection<String> known) {
        if (word.length() > LONGEST_WORD) {
            return null;
        }
        String nearest = null;
        int least = Math.min(3, Math.max(1, word.length() / 3)) + 1;
        for (String candidate : known) {
            int distance = distance(word, candidate);
            if (distance < least) {
                least = distance;
                nearest = candidate;
            }
        }
        return nearest;
    }

    static @Nullable String didYouMean(String word, Collection<String> known) {
        String nearest = nearest(word, known);
        return nearest == null ? null : "did you mean `" + nearest + "`?";
    }

    /** Damerau-Levenshtein distance in its restricted form: no part is edited twice. */
    static int distance(String from, String to) {
        int[] before = new int[to.length() + 1];
        int[] previous = new int[to.length() + 1];
        int[] current = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                boolean same = from.charAt(i - 1) == to.charAt(j - 1);
                int least = Math.min(Math.min(current[j - 1], previous[j]) + 1, previous[j - 1] + (same ? 0 : 1));
                boolean swapped = i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1);
                current[j] = swapped ? Math.min(least, before[j - 2] + 1) : least;
            }
            int[] spare = before;
            before = previous;
            previous = current;
            current = spare;
        }
        return previous[to.length()];
    }
}
