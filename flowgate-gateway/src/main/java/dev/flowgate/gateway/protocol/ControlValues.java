package dev.flowgate.gateway.protocol;

import java.time.Duration;

/** The values by which a request steers the engine, from its body or its headers. */
final class ControlValues {
    private static final double MAX_SECONDS = 86_400;
    private static final int MAX_COUNT = 100;

    private ControlValues() {}

    /** Reads a number of retries or of fallbacks. */
    static int count(String text, String field) {
        try {
            int value = Integer.parseInt(text.strip());
            if (value >= 0 && value <= MAX_COUNT) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // Reported below, together with numbers out of range.
        }
        throw new InvalidRequestException(field + " must be a whole number from 0 to " + MAX_COUNT + ".", field);
    }

    static Duration seconds(String text, String field) {
        try {
            return seconds(Double.parseDouble(text.strip()), field);
        } catch (NumberFormatException notANumber) {
            throw new InvalidRequestException(field + " must be a number of seconds.", field);
        }
    }

    static Duration seconds(double seconds, String field) {
        if (!(seconds > 0 && seconds <= MAX_SECONDS)) {
            throw new InvalidRequestException(
                    field + " must be more than 0 and at most " + (long) MAX_SECONDS + " seconds.", field);
        }
        return Duration.ofNanos(Math.max(1, Math.round(seconds * 1e9)));
    }
}
