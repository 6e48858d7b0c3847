package dev.flowgate.cli;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What a page says that a command prints. {@code ...} within a line stands for any text of that line, a line of
 * {@code ...} alone for any number of lines, none included. White space at the end of a line does not count.
 */
final class ExpectedOutput {
    private static final String ANYTHING = "...";

    private final Pattern pattern;

    ExpectedOutput(List<String> lines) {
        StringBuilder regex = new StringBuilder();
        for (String line : lines) {
            regex.append(line.strip().equals(ANYTHING) ? "(?:[^\n]*\n)*?" : line(line));
        }
        pattern = Pattern.compile(regex.toString());
    }

    boolean matches(String output) {
        String lines = output.isEmpty() || output.endsWith("\n") ? output : output + "\n";
        return pattern.matcher(lines).matches();
    }

    private static String line(String line) {
        StringBuilder regex = new StringBuilder();
        String rest = line.stripTrailing();
        int dots = rest.indexOf(ANYTHING);
        while (dots >= 0) {
            regex.append(Pattern.quote(rest.substring(0, dots))).append("[^\n]*?");
            rest = rest.substring(dots + ANYTHING.length());
            dots = rest.indexOf(ANYTHING);
        }
        return regex.append(Pattern.quote(rest)).append("[ \t]*\n").toString();
    }
}
