package dev.flowgate.cli.service;

import dev.flowgate.cli.output.Spoken;
import dev.flowgate.process.RestartState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says what the supervisor has decided about a service that failed. */
final class Restarts {
    private Restarts() {}

    /** Returns such as {@code restart 3 at 12:03:10}, {@code crash loop, 7 failures} or {@code given up: why}. */
    static String describe(RestartState state) {
        String next = state.nextAt() == null ? "" : " at " + Spoken.time(state.nextAt());
        return switch (state.verdict()) {
            // Without a time nobody has decided yet; what is counted are the failures before this one.
            case RETRYING ->
                next.isEmpty() ? "failures before: " + state.failures() : "restart " + state.failures() + next;
            case CRASH_LOOP ->
                "crash loop, " + state.failures() + " failures" + (next.isEmpty() ? "" : "; next try" + next);
            case GIVEN_UP -> "given up: " + state.reason();
        };
    }

    static List<String> kv(String service, RestartState state) {
        List<String> lines = new ArrayList<>();
        lines.add(service + "_restart=" + word(state));
        lines.add(service + "_failures=" + state.failures());
        if (state.nextAt() != null) {
            lines.add(service + "_restart_at=" + state.nextAt());
        }
        return lines;
    }

    static Map<String, @Nullable Object> json(RestartState state) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("verdict", word(state));
        members.put("failures", state.failures());
        members.put("next_at", state.nextAt() == null ? null : state.nextAt().toString());
        members.put("reason", state.reason());
        return members;
    }

    private static String word(RestartState state) {
        return state.verdict().name().toLowerCase(Locale.ROOT);
    }
}
