package dev.flowgate.auth.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;

/** Makes what a server or a file said fit to be shown: on one line, short, and without secrets that it echoes. */
public final class ServerText {
    private static final int LONGEST = 200;

    private ServerText() {}

    /**
     * Quotes a text.
     *
     * @param text what the server said
     * @return the same without control and formatting characters, at most 200 characters long
     */
    public static String quote(String text) {
        return quote(text, List.of());
    }

    /**
     * Quotes a text of somebody to whom secrets were sent.
     *
     * @param text what the server said
     * @param secrets what was sent and must not be shown; blank ones are ignored
     * @return the same without the secrets, also where they are URL-encoded, without control and formatting characters,
     *     at most 200 characters long
     */
    public static String quote(String text, Collection<String> secrets) {
        String hidden = text;
        for (String secret : secrets) {
            if (!secret.isBlank()) {
                hidden =
                        hidden.replace(secret, "***").replace(URLEncoder.encode(secret, StandardCharsets.UTF_8), "***");
            }
        }
        String line = hidden.codePoints()
                .map(character -> isShown(character) ? character : ' ')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip()
                .replaceAll(" +", " ");
        return line.codePointCount(0, line.length()) <= LONGEST
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST)) + "...";
    }

    private static boolean isShown(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
