package dev.flowgate.cli.output;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * The streams of a command, and whether a person is at them. The launcher knows that and says it in system properties: the
 * JVM itself can only tell for all of them together.
 */
public record Terminal(
        PrintStream out, PrintStream err, boolean inIsTerminal, boolean outIsTerminal, boolean errIsTerminal) {
    /** Returns the streams of this process, which the launcher has described. */
    public static Terminal of(PrintStream out, PrintStream err) {
        return new Terminal(
                out,
                err,
                "terminal".equals(System.getProperty("flowgate.stdin")),
                "terminal".equals(System.getProperty("flowgate.stdout")),
                "terminal".equals(System.getProperty("flowgate.stderr")));
    }

    /** Returns the style of what goes to stdout. */
    public Style outStyle() {
        return new Style(outIsTerminal && wantsColour());
    }

    /** Returns the style of what goes to stderr. */
    public Style errStyle() {
        return new Style(errIsTerminal && wantsColour());
    }

    /** Returns stdout for a library that wants a writer. */
    public PrintWriter outWriter() {
        return new PrintWriter(out, true, StandardCharsets.UTF_8);
    }

    /** Returns stderr for a library that wants a writer. */
    public PrintWriter errWriter() {
        return new PrintWriter(err, true, StandardCharsets.UTF_8);
    }

    /** NO_COLOR (no-color.org) and a terminal without capabilities both mean none. */
    private static boolean wantsColour() {
        String noColor = System.getenv("NO_COLOR");
        return (noColor == null || noColor.isEmpty()) && !"dumb".equals(System.getenv("TERM"));
    }
}
