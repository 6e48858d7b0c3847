package dev.flowgate.auth.imports;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Points in time as credential files write them: as RFC 3339, or in seconds or milliseconds since 1970. */
final class Timestamp {
    // The years that RFC 3339, section 5.6, can write, from the first that an expiry can sensibly have.
    private static final Instant FIRST = Instant.EPOCH;
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");
    // As a number of seconds this is the year 5138, as one of milliseconds 1973.
    private static final double SMALLEST_MILLISECONDS = 1e11;
    private static final long MILLISECONDS = 1000;

    private Timestamp() {}

    static String format(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    static Optional<Instant> parse(String text) {
        try {
            return inRange(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException malformed) {
            // The caller knows whether that is an error: a label may be malformed, an expiry may not.
            return Optional.empty();
        }
    }

    static Optional<Instant> ofMilliseconds(Number milliseconds) {
        double value = milliseconds.doubleValue();
        return value >= 0 && value <= LAST.toEpochMilli()
                ? inRange(Instant.ofEpochMilli(milliseconds.longValue()))
                : Optional.empty();
    }

    static Optional<Instant> ofSeconds(Number seconds) {
        double value = seconds.doubleValue();
        return value >= 0 && value <= LAST.getEpochSecond()
                ? inRange(Instant.ofEpochMilli(Math.round(value * MILLISECONDS)))
                : Optional.empty();
    }

    /** Reads a point in time in any of the forms that CLIProxyAPI reads. */
    static Optional<Instant> read(@Nullable Object value) {
        if (value instanceof Number number) {
            return number.doubleValue() < SMALLEST_MILLISECONDS ? ofSeconds(number) : ofMilliseconds(number);
        }
        return value instanceof String text ? parse(text.strip()) : Optional.empty();
    }

    private static Optional<Instant> inRange(Instant time) {
        return time.isBefore(FIRST) || time.isAfter(LAST) ? Optional.empty() : Optional.of(time);
    }
}
