package dev.flowgate.gateway.protocol;

import java.time.Duration;

/** The values by which a request steers the engine, from its body or its headers. */
final class ControlValues {
    private static final double MAX_SECONDS = 86_400;
    private static final int MAX_COUNT = 100;
    private static final int MAX_SHOWN = 40;

    private ControlValues() {}

    /** Reads a number of retries or of fallbacks, from a header or as it is written in a body. */
    static int count(String text, String field) {
        try {
            int value = Integer.parseInt(text.strip());
            if (value >= 0 && value <= MAX_COUNT) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // Reported below, together with numbers out of range.
        }
        throw wrong(field, "a whole number from 0 to " + MAX_COUNT, text);
    }

    static Duration seconds(String text, String field) {
        try {
            double seconds = Double.parseDouble(text.strip());
            if (seconds > 0 && seconds <= MAX_SECONDS) {
                return Duration.ofNanos(Math.max(1, Math.round(seconds * 1e9)));
            }
        } catch (NumberFormatException notANumber) {
            // Reported below, together with numbers out of range.
        }
        throw wrong(field, "a number of seconds, more than 0 and at most " + (long) MAX_SECONDS, text);
    }

    private static InvalidRequestException wrong(String field, String wanted, String found) {
        String shown = found.length() <= MAX_SHOWN ? found : found.substring(0, MAX_SHOWN) + "...";
        return new InvalidRequestException(field + " must be " + wanted + ", but it is \"" + shown + "\".", field);
    }
}
