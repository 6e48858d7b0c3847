package dev.flowgate.auth.cliproxy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version that a running server tells in the header {@code X-CPA-VERSION}, such as {@code 7.2.140} of the mainline and
 * {@code 6.8.16-0-plus} of the Plus edition. What follows the dash is a counter, and no pre-release as in SemVer.
 *
 * @param numbers its numbers, the counter last
 * @param plus whether it is the Plus edition
 */
record ServerVersion(List<Integer> numbers, boolean plus) {
    static final String HEADER = "X-CPA-VERSION";

    private static final Pattern FORM = Pattern.compile("v?(\\d{1,9}(?:\\.\\d{1,9})*(?:-\\d{1,9})?)(-plus)?");
    private static final int WITHOUT_COUNTER = 3;

    /** Reads a version; empty for the {@code dev} of a server that somebody built for himself. */
    static Optional<ServerVersion> parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        List<Integer> numbers = Arrays.stream(matcher.group(1).split("[.-]"))
                .map(Integer::valueOf)
                .toList();
        return Optional.of(new ServerVersion(numbers, matcher.group(2) != null));
    }

    /** Tells whether this is at least another version; a missing number counts as 0. */
    boolean atLeast(String other) {
        List<Integer> others = parse(other)
                .orElseThrow(() -> new IllegalArgumentException(other + " is no version"))
                .numbers();
        for (int i = 0; i < Math.max(numbers.size(), others.size()); i++) {
            int difference = Integer.compare(number(numbers, i), number(others, i));
            if (difference != 0) {
                return difference > 0;
            }
        }
        return true;
    }

    /** Names product and version, such as {@code CLIProxyAPIPlus 6.8.16-0}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(plus ? "CLIProxyAPIPlus " : "CLIProxyAPI ");
        for (int i = 0; i < numbers.size(); i++) {
            text.append(i == 0 ? "" : i == WITHOUT_COUNTER ? "-" : ".").append(numbers.get(i));
        }
        return text.toString();
    }

    private static int number(List<Integer> numbers, int index) {
        return index < numbers.size() ? numbers.get(index) : 0;
    }
}
