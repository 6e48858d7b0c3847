package dev.flowgate.auth.http;

import java.net.ConnectException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;

/** Makes what a server or a file said fit to be shown: on one line, short, and without secrets that it echoes. */
public final class ServerText {
    private static final int LONGEST = 200;
    private static final int LONGEST_MESSAGE = 600;

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
        return oneLine(hidden, LONGEST);
    }

    /**
     * Makes a message that somebody else's class has written fit to be part of another one.
     *
     * @param message what it says
     * @return the same without control and formatting characters, at most 600 characters long
     */
    public static String message(String message) {
        return oneLine(message, LONGEST_MESSAGE);
    }

    /**
     * Returns what a failure says of itself.
     *
     * @param failure the failure
     * @return its {@link #message message}; its kind when it has none
     */
    public static String reason(Throwable failure) {
        String message = failure.getMessage();
        if (message != null && !message.isBlank()) {
            return message(message);
        }
        // The JDK's HTTP client says no more than that.
        return failure instanceof ConnectException
                ? "no connection could be made"
                : failure.getClass().getSimpleName();
    }

    private static String oneLine(String text, int longest) {
        String line = text.codePoints()
                .map(character -> isShown(character) ? character : ' ')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip()
                .replaceAll(" +", " ");
        return line.codePointCount(0, line.length()) <= longest
                ? line
                : line.substring(0, line.offsetByCodePoints(0, longest)) + "...";
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
