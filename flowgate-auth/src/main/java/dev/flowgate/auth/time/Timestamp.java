package dev.flowgate.auth.time;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Points in time as credential files and servers write them: as RFC 3339, or in seconds or milliseconds since 1970. */
public final class Timestamp {
    // The years that RFC 3339, section 5.6, can write, from the first that an expiry can sensibly have.
    private static final Instant FIRST = Instant.EPOCH;
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");
    // As a number of seconds this is the year 5138, as one of milliseconds 1973.
    private static final double SMALLEST_MILLISECONDS = 1e11;
    private static final int LONGEST_NUMBER = 20;
    private static final long MILLISECONDS = 1000;

    private Timestamp() {}

    /**
     * Writes a point in time.
     *
     * @param time the point
     * @return it as RFC 3339 writes it, to the second
     */
    public static String format(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /**
     * Reads a text.
     *
     * @param text a point in time as RFC 3339 writes it
     * @return the point; empty when the text is something else, or the point lies before 1970
     */
    public static Optional<Instant> parse(String text) {
        try {
            return inRange(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException malformed) {
            // The caller knows whether that is an error: a label may be malformed, an expiry may not.
            return Optional.empty();
        }
    }

    /**
     * Reads a number of milliseconds.
     *
     * @param milliseconds since 1970
     * @return the point; empty when it lies before 1970, or after the year 9999
     */
    public static Optional<Instant> ofMilliseconds(Number milliseconds) {
        double value = milliseconds.doubleValue();
        return value >= 0 && value <= LAST.toEpochMilli()
                ? inRange(Instant.ofEpochMilli(milliseconds.longValue()))
                : Optional.empty();
    }

    /**
     * Reads a point in time in any of those forms; a number may be a text, too. 0 is no point in time: programs write it for
     * none.
     *
     * @param value a value of JSON
     * @return the point; empty when the value is something else
     */
    public static Optional<Instant> read(@Nullable Object value) {
        if (value instanceof Number number) {
            return ofNumber(number);
        }
        if (!(value instanceof String text)) {
            return Optional.empty();
        }
        String stripped = text.strip();
        boolean number = !stripped.isEmpty()
                && stripped.length() <= LONGEST_NUMBER
                && stripped.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        return number ? ofNumber(new BigDecimal(stripped)) : parse(stripped);
    }

    private static Optional<Instant> ofNumber(Number number) {
        if (!(number.doubleValue() > 0)) {
            return Optional.empty();
        }
        return number.doubleValue() < SMALLEST_MILLISECONDS ? ofSeconds(number) : ofMilliseconds(number);
    }

    private static Optional<Instant> ofSeconds(Number seconds) {
        return inRange(Instant.ofEpochMilli(Math.round(seconds.doubleValue() * MILLISECONDS)));
    }

    private static Optional<Instant> inRange(Instant time) {
        return time.isBefore(FIRST) || time.isAfter(LAST) ? Optional.empty() : Optional.of(time);
    }
}
