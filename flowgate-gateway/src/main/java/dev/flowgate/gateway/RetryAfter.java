package dev.flowgate.gateway;

import io.vertx.core.MultiMap;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** How long an upstream asks to be left alone: {@code retry-after-ms}, else {@code retry-after} (RFC 9110 section 10.2.3). */
final class RetryAfter {
    private static final long MAX_SECONDS = Duration.ofDays(30).toSeconds();

    private RetryAfter() {}

    /** Returns null when the headers do not say, or say nothing that can be understood. */
    static @Nullable Duration of(MultiMap headers, Clock clock) {
        String millis = headers.get("retry-after-ms");
        Duration exact = millis == null ? null : number(millis, 1);
        if (exact != null) {
            return exact;
        }
        String value = headers.get("retry-after");
        if (value == null) {
            return null;
        }
        Duration seconds = number(value, 1000);
        return seconds != null ? seconds : date(value, clock);
    }

    /**
     * Says when another request is worth sending, after a 429 or 503 whose upstream did not say: some clients do not
     * repeat such a request at all without it.
     *
     * @param retryAfter null when there is nothing to wait for
     */
    static void advise(MultiMap headers, int status, @Nullable Duration retryAfter) {
        if (retryAfter != null && (status == 429 || status == 503) && !headers.contains("retry-after")) {
            headers.set("retry-after", Long.toString(RoutingErrors.wholeSeconds(retryAfter)));
        }
    }

    private static @Nullable Duration number(String text, int millisEach) {
        try {
            double value = Double.parseDouble(text.strip());
            boolean sane = value >= 0 && value * millisEach <= MAX_SECONDS * 1000.0;
            return sane ? Duration.ofMillis(Math.round(value * millisEach)) : null;
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    private static @Nullable Duration date(String text, Clock clock) {
        try {
            Instant until = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip()));
            Duration remaining = Duration.between(clock.instant(), until);
            return remaining.isNegative() ? Duration.ZERO : remaining;
        } catch (DateTimeException notADate) {
            return null;
        }
    }
}
