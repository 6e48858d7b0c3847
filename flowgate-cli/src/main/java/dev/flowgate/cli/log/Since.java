package dev.flowgate.cli.log;

import dev.flowgate.cli.workspace.UsageException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Points in time as people and programs write them: what {@code --since} takes, and what log lines begin with. */
final class Since {
    private static final Pattern AGO = Pattern.compile("(\\d{1,6})([smhd])");
    private static final Pattern TIME = Pattern.compile(
            "(\\d{4})[-/](\\d{2})[-/](\\d{2})[T ](\\d{2}:\\d{2}(?::\\d{2})?)(?:[.,](\\d{1,9}))? ?(Z|[+-]\\d{2}:?\\d{2})?");
    private static final String START = "--- FlowGate starts ";

    private Since() {}

    /**
     * Reads the value of the option.
     *
     * @param text such as {@code 90s}, {@code 10m}, {@code 2h}, {@code 3d}, {@code 2026-11-22},
     *     {@code 2026-11-22T10:00} or {@code 2026-11-22T09:00:00Z}; without an offset it is local time
     * @throws UsageException if it is none of these
     */
    static Instant parse(String text, Clock clock) {
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            return clock.instant().minus(duration(Long.parseLong(ago.group(1)), ago.group(2)));
        }
        Matcher time = TIME.matcher(text);
        Instant instant = time.matches() ? instant(time, clock.getZone()) : day(text, clock.getZone());
        if (instant == null) {
            throw new UsageException("'" + text + "' is no time for --since: allowed are an age such as 90s, 10m, 2h or"
                    + " 3d, and a time such as 2026-11-22, 2026-11-22T10:00 or 2026-11-22T09:00:00Z.");
        }
        return instant;
    }

    /** Returns the time that a line of a log begins with, or that FlowGate noted in it; null when there is none. */
    static @Nullable Instant ofLine(String line, ZoneId zone) {
        Matcher time = TIME.matcher(line);
        boolean found = line.startsWith(START)
                ? time.find()
                : time.region(bracket(line), line.length()).lookingAt();
        return found ? instant(time, zone) : null;
    }

    private static int bracket(String line) {
        return line.startsWith("[") ? 1 : 0;
    }

    private static Duration duration(long count, String unit) {
        return switch (unit) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    private static @Nullable Instant day(String text, ZoneId zone) {
        try {
            return LocalDate.parse(text).atStartOfDay(zone).toInstant();
        } catch (DateTimeException noDay) {
            return null;
        }
    }

    private static @Nullable Instant instant(Matcher time, ZoneId zone) {
        try {
            LocalDateTime local = LocalDateTime.parse(time.group(1) + "-" + time.group(2) + "-" + time.group(3) + "T"
                    + time.group(4) + (time.group(5) == null || time.group(4).length() < 8 ? "" : "." + time.group(5)));
            return time.group(6) == null
                    ? local.atZone(zone).toInstant()
                    : local.toInstant(ZoneOffset.of(time.group(6)));
        } catch (DateTimeException noTime) {
            return null;
        }
    }
}
