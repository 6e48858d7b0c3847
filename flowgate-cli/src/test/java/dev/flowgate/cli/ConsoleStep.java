package dev.flowgate.cli;

import java.util.List;

/**
 * One command of a page, and what the page says that it prints.
 *
 * @param line where it stands in the page, counted from 1
 * @param command the text after {@code $}, with its continuation lines
 * @param expected the lines below it, in which {@code ...} stands for anything; none for any output at all
 * @param exitCode the exit code that the page names, else 0
 */
record ConsoleStep(int line, String command, List<String> expected, int exitCode) {
    ConsoleStep {
        expected = List.copyOf(expected);
    }
}
