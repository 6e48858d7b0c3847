package dev.flowgate.cli;

import java.time.Duration;

/** Values as people say them. */
final class Spoken {
    private Spoken() {}

    /** Returns such as {@code 0.6 s}, {@code 42 s}, {@code 3 min 5 s}, {@code 2 h 10 min} or {@code 3 d 4 h}. */
    static String duration(Duration duration) {
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
}
