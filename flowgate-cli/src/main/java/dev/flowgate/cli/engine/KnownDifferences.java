package dev.flowgate.cli.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What FlowGate does otherwise on purpose: the table {@code known-differences.txt}, whose head says how it is written. No entry
 * has a pattern for a path or a request, so that none can hide more than what was looked at.
 */
final class KnownDifferences {
    private static final String TABLE = "known-differences.txt";
    private static final String ANYTHING = "*";

    private final Map<String, List<String>> groups = new LinkedHashMap<>();
    private final List<KnownDifference> entries = new ArrayList<>();
    private String reason = "";
    private String difference = "";
    private final Set<String> kinds = new LinkedHashSet<>();

    private KnownDifferences() {}

    /** Returns the table of this version. */
    static List<KnownDifference> all() {
        try (InputStream in = KnownDifferences.class.getResourceAsStream(TABLE)) {
            if (in == null) {
                throw new IllegalStateException(TABLE + " is missing.");
            }
            return parse(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .toList());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static List<KnownDifference> parse(List<String> lines) {
        KnownDifferences table = new KnownDifferences();
        String group = "";
        for (String line : lines) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith(" ")) {
                table.addKinds(group, line.strip());
            } else {
                table.endDifference();
                group = "";
                if (line.startsWith("@")) {
                    int end = line.indexOf(" = ");
                    group = line.substring(0, end);
                    table.addKinds(group, line.substring(end + " = ".length()));
                } else if (line.startsWith("= ")) {
                    table.reason = line.substring("= ".length());
                } else {
                    table.difference = line;
                }
            }
        }
        table.endDifference();
        return List.copyOf(table.entries);
    }

    private void addKinds(String group, String words) {
        for (String word : words.split(" ", -1)) {
            if (!group.isEmpty()) {
                groups.computeIfAbsent(group, unused -> new ArrayList<>()).add(word);
            } else if (word.startsWith("@")) {
                kinds.addAll(groups.getOrDefault(word, List.of()));
            } else {
                kinds.add(word);
            }
        }
    }

    private void endDifference() {
        if (!difference.isEmpty()) {
            int path = difference.indexOf(": ");
            int values = difference.indexOf(" -> ", path);
            boolean isOptional = difference.startsWith("?");
            for (String one : paths(difference.substring(isOptional ? 1 : 0, path))) {
                entries.add(new KnownDifference(
                        one,
                        value(difference.substring(path + ": ".length(), values)),
                        value(difference.substring(values + " -> ".length())),
                        isOptional,
                        reason,
                        kinds));
            }
        }
        difference = "";
        kinds.clear();
    }

    /** Writes the members between braces out. */
    private static List<String> paths(String path) {
        int members = path.indexOf('{');
        if (members < 0) {
            return List.of(path);
        }
        List<String> paths = new ArrayList<>();
        for (String member : path.substring(members + 1, path.length() - 1).split(",", -1)) {
            paths.add(path.substring(0, members) + member);
        }
        return paths;
    }

    private static @Nullable String value(String text) {
        return text.equals(ANYTHING) ? null : text;
    }
}
