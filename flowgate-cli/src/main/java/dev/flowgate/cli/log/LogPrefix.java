package dev.flowgate.cli.log;

import dev.flowgate.cli.output.Style;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What stands before a line so that lines of several services are told apart; nothing when there is only one. */
final class LogPrefix {
    private final Map<String, String> prefixes = new HashMap<>();

    LogPrefix(List<String> names, Style style) {
        int width = names.stream().mapToInt(String::length).max().orElse(0);
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            String padded = name + " ".repeat(style.colour() ? width - name.length() : 0) + " |";
            prefixes.put(name, names.size() == 1 ? "" : style.oneOf(i, padded) + " ");
        }
    }

    String of(String name) {
        return prefixes.getOrDefault(name, "");
    }
}
