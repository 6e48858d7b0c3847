package dev.flowgate.cli.smoke;

import dev.flowgate.cli.output.KeyValues;
import dev.flowgate.cli.output.Report;
import dev.flowgate.cli.output.Spoken;
import dev.flowgate.cli.output.Style;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What became of a step.
 *
 * @param name its name in results, which is a contract
 * @param took how long it took
 * @param facts what there is to know of it, by keys that are a contract
 * @param failure why it failed; null when it passed
 * @param log the last lines of the log of the service that failed; empty when there is nothing to tell
 */
record SmokeStep(
        String name,
        Duration took,
        Map<String, Object> facts,
        @Nullable SmokeFailure failure,
        List<String> log) implements Report {
    private static final int NAME_WIDTH = 12;
    /** What a program paints its log with, ECMA-48 8.3.117. */
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

    SmokeStep {
        log = log.stream()
                .map(line -> Spoken.printable(COLOUR.matcher(line).replaceAll("")))
                .toList();
    }

    boolean passed() {
        return failure == null;
    }

    @Override
    public List<String> text(Style style) {
        String padded = name + " ".repeat(Math.max(1, NAME_WIDTH - name.length()));
        String time = "  " + style.faint(Spoken.duration(took));
        if (failure == null) {
            String detail = facts.entrySet().stream()
                    .map(fact -> fact.getKey().replace('_', ' ') + " " + fact.getValue())
                    .collect(Collectors.joining(", "));
            return List.of(style.mark(true) + " " + padded + detail + time);
        }
        List<String> lines = new ArrayList<>();
        List<String> message = failure.told().lines().toList();
        lines.add(style.mark(false) + " " + padded + message.get(0) + time);
        message.stream().skip(1).forEach(line -> lines.add("    " + line));
        if (!log.isEmpty()) {
            lines.add("    The end of the log of " + failure.service() + ":");
            log.forEach(line -> lines.add("      " + line));
        }
        if (failure.suggestion() != null) {
            lines.add("    Next: " + failure.suggestion());
        }
        return lines;
    }

    @Override
    public List<String> kv() {
        KeyValues line = new KeyValues().add("smoke:" + name, failure == null ? "pass" : "fail");
        facts.forEach(line::add);
        line.add("ms", took.toMillis());
        if (failure != null) {
            line.add("service", failure.service()).add("error", failure.told());
            line.add("log", log.isEmpty() ? null : String.join("\n", log)).add("suggestion", failure.suggestion());
        }
        return List.of(line.line());
    }

    @Override
    public Object json() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("step", name);
        members.put("ok", passed());
        members.put("ms", took.toMillis());
        members.putAll(facts);
        if (failure != null) {
            members.put("service", failure.service());
            members.put("error", failure.told());
            members.put("log", log);
            members.put("suggestion", failure.suggestion());
        }
        return members;
    }
}
