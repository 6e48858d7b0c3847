package dev.flowgate.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A fenced {@code console} block of a page.
 *
 * @param heading the title that it stands below
 * @param label the bold word that introduces it, such as {@code Repair}; empty if there is none
 * @param notRun why no test runs it, as the page says; null for a block that is run
 */
record ConsoleBlock(String heading, String label, @Nullable String notRun, List<ConsoleStep> steps) {
    private static final String COMMAND = "$ ";
    private static final String CONTINUATION = "> ";
    private static final Pattern EXIT_CODE = Pattern.compile("\\[exit code (\\d+)]");

    ConsoleBlock {
        steps = List.copyOf(steps);
    }

    /**
     * Reads the lines between two fences.
     *
     * @param first the number of the first of them in the page
     */
    static List<ConsoleStep> steps(String page, int first, List<String> lines) {
        List<ConsoleStep> steps = new ArrayList<>();
        int at = 0;
        while (at < lines.size()) {
            if (!lines.get(at).startsWith(COMMAND)) {
                throw new IllegalArgumentException(
                        page + ":" + (first + at) + ": a console block begins with a command after \"$ \".");
            }
            int line = first + at;
            StringBuilder command = new StringBuilder(lines.get(at++).substring(COMMAND.length()));
            while (at < lines.size() && lines.get(at).startsWith(CONTINUATION)) {
                command.append('\n').append(lines.get(at++).substring(CONTINUATION.length()));
            }
            List<String> expected = new ArrayList<>();
            int exitCode = 0;
            while (at < lines.size() && !lines.get(at).startsWith(COMMAND)) {
                Matcher code = EXIT_CODE.matcher(lines.get(at));
                if (code.matches()) {
                    exitCode = Integer.parseInt(code.group(1));
                } else {
                    expected.add(lines.get(at));
                }
                at++;
            }
            steps.add(new ConsoleStep(line, command.toString(), expected, exitCode));
        }
        return steps;
    }

    /**
     * Reads commands without prompts and without what they print: one a line.
     *
     * @param first the number of the first of them in the page
     */
    static List<ConsoleStep> commands(int first, List<String> lines) {
        List<ConsoleStep> steps = new ArrayList<>();
        for (int at = 0; at < lines.size(); at++) {
            if (!lines.get(at).isBlank()) {
                steps.add(new ConsoleStep(first + at, lines.get(at), List.of(), 0));
            }
        }
        return steps;
    }
}
