package dev.flowgate.auth.key;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells a key from what people paste in its place. */
final class KeyText {
    private static final int LONGEST = 8 * 1024;

    /** What documentation writes where a key belongs. */
    private static final List<Pattern> PLACEHOLDERS = List.of(
            Pattern.compile("(sk|key|token|api[-_]?key)?[-_]?(x{3,}|\\*{3,}|\\.{3,}|\\u2026)"),
            Pattern.compile("(sk-|pk-)?(\\.{2,}|\\*+)"),
            Pattern.compile("(.*[-_])?(your|my|the|insert|enter|paste|replace)[-_]?.*(key|token|secret)([-_]?here)?"),
            Pattern.compile("<.*>|\\{+.*}+|\\[.*]"),
            Pattern.compile(
                    "change[-_]?(me|it|this)|replace[-_]?me|placeholder|dummy|example|test|todo|none|null|secret"
                            + "|password|key|token|api[-_]?key"));

    private KeyText() {}

    /**
     * Says why a text cannot be a key.
     *
     * @param text the text, without surrounding white space
     * @return a sentence without anything of the text; empty when it may be a key
     */
    static Optional<String> problem(String text) {
        if (text.isEmpty()) {
            return Optional.of("It is empty.");
        }
        if (text.length() > LONGEST) {
            return Optional.of("It is longer than " + LONGEST + " characters; something else was given.");
        }
        if (text.chars().anyMatch(character -> Character.isWhitespace(character) || Character.isSpaceChar(character))) {
            return Optional.of("There is white space in it. Give the key alone, without a name and"
                    + " without Bearer before it.");
        }
        if (text.startsWith("os.environ/") || text.startsWith("$")) {
            return Optional.of("That names a variable and is no key. Give the key itself, or set env to the variable's"
                    + " name.");
        }
        String folded = text.toLowerCase(Locale.ROOT);
        if (PLACEHOLDERS.stream().anyMatch(pattern -> pattern.matcher(folded).matches())) {
            return Optional.of("That is a placeholder and no key. Get a key from the provider.");
        }
        if (text.chars().anyMatch(character -> character < '!' || character > '~')) {
            return Optional.of("There are characters in it that no header can carry: control characters, or"
                    + " others than ASCII. Copy it again.");
        }
        if (isQuote(text.charAt(0)) || isQuote(text.charAt(text.length() - 1))) {
            return Optional.of("There are quotation marks around it. Give it without them.");
        }
        return Optional.empty();
    }

    private static boolean isQuote(char character) {
        return character == '"' || character == '\'' || character == '`';
    }
}
