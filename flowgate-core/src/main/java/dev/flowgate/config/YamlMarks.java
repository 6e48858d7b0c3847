package dev.flowgate.config;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** Turns the parser's marks, which count code points from 0, into places in the text. */
final class YamlMarks {
    private final String text;
    private final int skipped;
    private final boolean hasSurrogates;

    /**
     * Prepares for one text.
     *
     * @param skipped how many characters before the first one the parser did not get to see
     */
    YamlMarks(String text, int skipped) {
        this.text = text;
        this.skipped = skipped;
        this.hasSurrogates = text.codePointCount(0, text.length()) != text.length();
    }

    Origin origin(@Nullable Mark mark, KeyPath path) {
        if (mark == null) {
            return Origin.inCode(path);
        }
        int start = index(mark);
        return new Origin(path, mark.getLine() + 1, mark.getColumn() + 1, start, start);
    }

    int index(Mark mark) {
        int index = hasSurrogates ? text.offsetByCodePoints(skipped, mark.getIndex()) : skipped + mark.getIndex();
        return Math.min(index, text.length());
    }

    /** The code point at a place; -1 at the end. */
    int characterAt(Origin origin) {
        return origin.start() < 0 || origin.start() >= text.length() ? -1 : text.codePointAt(origin.start());
    }
}
