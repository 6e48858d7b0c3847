package dev.flowgate.auth.cliproxy;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads members of JSON objects that others wrote; what is not of the expected form counts as missing. */
final class JsonFields {
    /** Seconds since 1970 have fewer digits than this, milliseconds have more. */
    private static final long FIRST_MILLIS = 100_000_000_000L;

    private JsonFields() {}

    /** Returns a text that is not blank. */
    static @Nullable String text(Map<?, ?> object, String key) {
        return object.get(key) instanceof String text && !text.isBlank() ? text.strip() : null;
    }

    /** Returns an address that a browser may be sent to: http or https and nothing else. */
    static @Nullable URI webAddress(Map<?, ?> object, String key) {
        String text = text(object, key);
        if (text == null) {
            return null;
        }
        try {
            URI address = new URI(text);
            boolean web = "https".equalsIgnoreCase(address.getScheme()) || "http".equalsIgnoreCase(address.getScheme());
            return web && address.getHost() != null ? address : null;
        } catch (URISyntaxException malformed) {
            return null;
        }
    }

    /** Returns a moment: a text after RFC 3339, or seconds or milliseconds since 1970. */
    static @Nullable Instant time(@Nullable Object value) {
        try {
            if (value instanceof String text && !text.isBlank()) {
                return OffsetDateTime.parse(text.strip()).toInstant();
            }
            if (value instanceof Number number && number.longValue() > 0) {
                long moment = number.longValue();
                return moment < FIRST_MILLIS ? Instant.ofEpochSecond(moment) : Instant.ofEpochMilli(moment);
            }
            return null;
        } catch (DateTimeException malformed) {
            return null;
        }
    }
}
