package dev.flowgate.auth.cliproxy;

import dev.flowgate.file.FilePermissions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells what is wrong with a credential. CLIProxyAPI goes on calling one active whose renewal fails, so that the dates have
 * to tell.
 */
final class Freshness {
    /** How long before its end the server renews a credential. */
    private static final Map<String, Duration> LEAD = Map.of(
            "codex", Duration.ofDays(5),
            "iflow", Duration.ofHours(24),
            "claude", Duration.ofHours(4),
            "qwen", Duration.ofHours(3),
            "kiro", Duration.ofMinutes(20),
            "antigravity", Duration.ofMinutes(5));

    /** The older servers look every half minute, those from 7 on every quarter of an hour. */
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private final Instant now;
    private final String login;

    /**
     * Creates a judge.
     *
     * @param now the time
     * @param provider the provider's name, for the command that logs in again
     */
    Freshness(Instant now, String provider) {
        this.now = now;
        this.login = "Log in again: flowgate auth login " + provider;
    }

    /** Judges a credential that a running server has; null when nothing is known to be wrong. */
    @Nullable String problemAtServer(AuthFile entry, @Nullable FileLabel file) {
        if (entry.disabled()) {
            return "CLIProxyAPI does not use it, because it is disabled.";
        }
        String status = entry.status().toLowerCase(Locale.ROOT);
        if ("error".equals(status) || entry.unavailable()) {
            String reason = entry.statusMessage().isEmpty() ? "" : ": " + entry.statusMessage();
            return "CLIProxyAPI cannot use it" + reason + ". " + ManagementProblem.SEE_LOG;
        }
        return file == null ? null : problemOfDates(file, entry.refreshed());
    }

    /** Judges a credential that lies in a folder while no server runs, which would renew it. */
    @Nullable String problemAtRest(FileLabel file) {
        Instant end = file.expiresAt();
        return end != null && !end.isAfter(now) && !file.renewable()
                ? "It expired at " + end + " and cannot be renewed. " + login
                : null;
    }

    /** Tells whether others than its owner can read a file; null when not. */
    static @Nullable String exposure(Path file) {
        return FilePermissions.exposure(file)
                .map(mode -> "Others can read it (" + mode + "): chmod 600 " + file)
                .orElse(null);
    }

    private @Nullable String problemOfDates(FileLabel file, @Nullable Instant listed) {
        Instant end = file.expiresAt();
        if (end == null) {
            return null;
        }
        Instant refreshed = listed == null ? file.refreshed() : listed;
        Duration lead = LEAD.getOrDefault(file.type().toLowerCase(Locale.ROOT), Duration.ZERO);
        Instant due = end.minus(lead);
        if (file.renewable() && !now.isAfter(due.plus(PATIENCE))) {
            return null;
        }
        if (file.renewable() && (refreshed == null || refreshed.isBefore(due))) {
            String last = refreshed == null ? "never" : "last at " + refreshed;
            return "It should have been renewed at " + due + ", and was so " + last + ": its renewal seems to fail. "
                    + ManagementProblem.SEE_LOG + ". " + login;
        }
        return end.isAfter(now) ? null : "It expired at " + end + ". " + login;
    }
}
