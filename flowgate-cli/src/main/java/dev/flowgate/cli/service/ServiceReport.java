package dev.flowgate.cli.service;

import dev.flowgate.cli.output.Report;
import dev.flowgate.cli.output.Style;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a verb did to each service: one line a service. */
final class ServiceReport implements Report {
    private final List<Line> lines = new ArrayList<>();

    /** Adds what happened to a service. */
    void add(String service, String outcome, boolean good, @Nullable Long pid, @Nullable String detail) {
        lines.add(new Line(service, outcome, good, pid, detail));
    }

    boolean isGood() {
        return lines.stream().allMatch(Line::good);
    }

    @Override
    public List<String> text(Style style) {
        return lines.stream().map(line -> line.text(style)).toList();
    }

    @Override
    public List<String> kv() {
        return lines.stream().map(Line::kv).toList();
    }

    @Override
    public Object json() {
        return Map.of("services", lines.stream().map(Line::json).toList());
    }

    private record Line(
            String service,
            String outcome,
            boolean good,
            @Nullable Long pid,
            @Nullable String detail) {
        String text(Style style) {
            String text = style.mark(good) + " " + service + " " + outcome;
            if (pid != null) {
                text += style.faint("  pid " + pid);
            }
            return detail == null ? text : text + "  " + detail;
        }

        String kv() {
            return service + ":" + outcome.replace(' ', '-') + (pid == null ? "" : " pid=" + pid);
        }

        Map<String, @Nullable Object> json() {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            members.put("service", service);
            members.put("outcome", outcome);
            members.put("ok", good);
            members.put("pid", pid);
            members.put("detail", detail);
            return members;
        }
    }
}
