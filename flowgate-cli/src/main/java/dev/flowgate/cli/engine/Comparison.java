package dev.flowgate.cli.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds where two answers to the same request differ for a client. */
final class Comparison {
    /** Headers that clients read, besides all of {@code x-litellm-}, {@code x-ratelimit-} and {@code llm_provider-}. */
    private static final Set<String> READ_BY_CLIENTS = Set.of(
            "allow",
            "access-control-allow-origin",
            "location",
            "request-id",
            "retry-after",
            "retry-after-ms",
            "www-authenticate",
            "x-request-id",
            "x-should-retry");

    /** Headers whose value says something that does not change from one run to the next. */
    private static final Set<String> STEADY = Set.of(
            "allow",
            "access-control-allow-origin",
            "x-should-retry",
            "x-litellm-attempted-fallbacks",
            "x-litellm-attempted-retries",
            "x-litellm-max-retries",
            "x-litellm-model-group");

    private Comparison() {}

    static List<Difference> of(Answer litellm, Answer flowgate) {
        List<Difference> differences = new ArrayList<>();
        add(differences, "status", String.valueOf(litellm.status()), String.valueOf(flowgate.status()));
        differences.addAll(between(headers(litellm), headers(flowgate)));
        List<StreamEvent> left = litellm.events();
        List<StreamEvent> right = flowgate.events();
        if (left.isEmpty() || right.isEmpty()) {
            differences.addAll(between(body(litellm), body(flowgate)));
        } else {
            add(differences, "events", sequence(left), sequence(right));
            differences.addAll(between(shapes(left), shapes(right)));
        }
        add(differences, "end", end(litellm), end(flowgate));
        add(
                differences,
                "upstream.requests",
                String.valueOf(litellm.upstreamRequests()),
                String.valueOf(flowgate.upstreamRequests()));
        return differences;
    }

    private static void add(List<Difference> differences, String path, String litellm, String flowgate) {
        if (!litellm.equals(flowgate)) {
            differences.add(new Difference(path, litellm, flowgate));
        }
    }

    /** Leaves out what stands below a path that only one of them has: the path says it. */
    private static List<Difference> between(Map<String, String> litellm, Map<String, String> flowgate) {
        List<Difference> differences = new ArrayList<>();
        TreeSet<String> paths = new TreeSet<>(litellm.keySet());
        paths.addAll(flowgate.keySet());
        List<String> missing = new ArrayList<>();
        for (String path : paths) {
            String left = litellm.getOrDefault(path, Difference.ABSENT);
            String right = flowgate.getOrDefault(path, Difference.ABSENT);
            boolean isBelow =
                    missing.stream().anyMatch(above -> path.startsWith(above + ".") || path.startsWith(above + "[]"));
            if (!isBelow) {
                add(differences, path, left, right);
            }
            if (left.equals(Difference.ABSENT) || right.equals(Difference.ABSENT)) {
                missing.add(path);
            }
        }
        return differences;
    }

    private static Map<String, String> headers(Answer answer) {
        Map<String, String> seen = new TreeMap<>();
        answer.headers().forEach((name, value) -> {
            if (name.equals("content-type")) {
                seen.put("header." + name, answer.mediaType());
            } else if (STEADY.contains(name)) {
                seen.put("header." + name, value);
            } else if (name.startsWith("retry-after")) {
                seen.put("header." + name, delay(value));
            } else if (READ_BY_CLIENTS.contains(name)
                    || name.startsWith("x-litellm-")
                    || name.startsWith("x-ratelimit-")) {
                // The digits of an id can look like a number.
                seen.put("header." + name, name.endsWith("-id") ? "text" : shape(value));
            } else if (name.startsWith("llm_provider-")) {
                // One for each header of the upstream.
                seen.put("header.llm_provider-*", "present");
            }
        });
        return seen;
    }

    private static String shape(String value) {
        if (value.matches("-?[0-9]+(\\.[0-9]+)?([eE]-?[0-9]+)?")) {
            return "number";
        }
        return value.startsWith("http://") ? "address" : "text";
    }

    // The end of a cooldown comes closer while the engines answer; what an upstream asked for, a second, is passed on
    // as it is.
    private static String delay(String value) {
        return value.length() == 1 ? value : shape(value);
    }

    private static Map<String, String> body(Answer answer) {
        List<StreamEvent> events = answer.events();
        return events.isEmpty()
                ? Shape.of("body", answer.body()).types()
                : Map.of("body", "events " + sequence(events));
    }

    /** Names the events in their order, equal neighbours once: how often a text is cut is nobody's business. */
    private static String sequence(List<StreamEvent> events) {
        List<String> labels = new ArrayList<>();
        for (StreamEvent event : events) {
            String label = event.label();
            if (labels.isEmpty() || !labels.get(labels.size() - 1).equals(label)) {
                labels.add(label);
            }
        }
        return String.join(" ", labels);
    }

    private static Map<String, String> shapes(List<StreamEvent> events) {
        Map<String, Shape> byType = new LinkedHashMap<>();
        for (StreamEvent event : events) {
            Map<String, ?> members = event.json();
            if (members != null) {
                byType.computeIfAbsent(event.type(), unused -> new Shape()).value("event." + event.type(), "", members);
            }
        }
        Map<String, String> all = new TreeMap<>();
        byType.values().forEach(shape -> all.putAll(shape.types()));
        return all;
    }

    private static String end(Answer answer) {
        return answer.isWhole() ? "clean" : "cut";
    }
}
