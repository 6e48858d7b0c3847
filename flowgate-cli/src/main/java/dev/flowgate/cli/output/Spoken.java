package dev.flowgate.cli.output;

import dev.flowgate.process.ServiceExit;
import dev.flowgate.process.ServiceStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** Values as people say them. */
public final class Spoken {
    private Spoken() {}

    /** Returns such as {@code crashed 12:03:10, SIGKILL} or {@code crashed 12:03:10, exit code 1}; local time. */
    public static String crash(ServiceExit exit) {
        return "crashed " + time(exit.at()) + ", " + exit.signalName().orElseGet(exit::describe);
    }

    /** Returns such as {@code ended 12:03:10 with its host, pid 4711}; local time. */
    public static String endWithHost(ServiceStatus.EndedWithHost ended) {
        return "ended " + time(ended.exit().at()) + " with its host, pid " + ended.host();
    }

    /** Returns such as {@code 12:03:10}, with the date before it when that is not today's; local time. */
    public static String time(Instant instant) {
        LocalDateTime time =
                LocalDateTime.ofInstant(instant, ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS);
        String clock = DateTimeFormatter.ISO_LOCAL_TIME.format(time);
        return time.toLocalDate().equals(LocalDate.now(ZoneId.systemDefault()))
                ? clock
                : time.toLocalDate() + " " + clock;
    }

    /** Returns such as {@code 0.6 s}, {@code 42 s}, {@code 3 min 5 s}, {@code 2 h 10 min} or {@code 3 d 4 h}. */
    public static String duration(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 10) {
            return duration.toMillis() / 1000 + "." + duration.toMillis() % 1000 / 100 + " s";
        }
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min " + seconds % 60 + " s";
        }
        if (seconds < 86_400) {
            return seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
        }
        return seconds / 86_400 + " d " + seconds % 86_400 / 3600 + " h";
    }

    /** Returns a text of somebody else's without what could break a line, steer a terminal or turn its text around. */
    public static String printable(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ");
    }
}
