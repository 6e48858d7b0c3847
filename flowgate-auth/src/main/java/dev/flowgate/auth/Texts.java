package dev.flowgate.auth;

import java.net.ConnectException;

/** Texts of others as parts of messages. */
final class Texts {
    private static final int LONGEST = 600;

    private Texts() {}

    /** Shortens a text, and takes out what could break a line or a terminal. */
    static String oneLine(String text) {
        String clean = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + "...";
    }

    /** What a failure says of itself; one without a message is told by its kind. */
    static String reason(Throwable failure) {
        String message = failure.getMessage();
        if (message != null && !message.isBlank()) {
            return oneLine(message);
        }
        // The JDK's HTTP client says no more than that.
        return failure instanceof ConnectException
                ? "no connection could be made"
                : failure.getClass().getSimpleName();
    }
}
