package dev.flowgate.process.install;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A version as a row of numbers, compared one by one: {@code v7.2.140}, {@code 6.8.16-0}, {@code 6.8.16-0-plus}. These are
 * not semantic versions, by whose rules {@code 6.8.16-0} would come before {@code 6.8.16}.
 *
 * @param numbers the numbers, up to the first part that is none
 */
record ReleaseVersion(List<Long> numbers) implements Comparable<ReleaseVersion> {
    private static final Pattern SEPARATORS = Pattern.compile("[.-]");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    /** Reads a tag, an asset's version or a banner's version; a text without a number gives an empty row. */
    static ReleaseVersion of(String text) {
        String bare = text.startsWith("v") ? text.substring(1) : text;
        return new ReleaseVersion(Arrays.stream(SEPARATORS.split(bare))
                .takeWhile(part -> NUMBER.matcher(part).matches())
                .map(Long::valueOf)
                .toList());
    }

    /** Returns a tag as it stands in the names of assets and folders. */
    static String bare(String tag) {
        return tag.matches("v\\d.*") ? tag.substring(1) : tag;
    }

    @Override
    public int compareTo(ReleaseVersion other) {
        for (int i = 0; i < Math.min(numbers.size(), other.numbers.size()); i++) {
            int order = numbers.get(i).compareTo(other.numbers.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(numbers.size(), other.numbers.size());
    }
}
