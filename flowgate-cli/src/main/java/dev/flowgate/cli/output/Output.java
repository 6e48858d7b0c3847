package dev.flowgate.cli.output;

import dev.flowgate.json.JsonText;
import java.io.PrintStream;
import java.util.List;

/** Where a verb writes: results to stdout, progress and hints to stderr. */
public final class Output {
    /** To the line's first column, and erase the line (ECMA-48, EL). */
    private static final String RETURN_AND_CLEAR = "\r\u001b[2K";

    private final PrintStream out;
    private final PrintStream err;
    private final OutputFormat format;
    private final boolean quiet;
    private final Style style;
    private final Style errorStyle;
    private final boolean errIsTerminal;

    /** Makes the output of a verb; nothing but results, warnings and errors is said when {@code quiet}. */
    public Output(Terminal terminal, OutputFormat format, boolean quiet) {
        this.out = terminal.out();
        this.err = terminal.err();
        this.format = format;
        this.quiet = quiet;
        this.style = terminal.outStyle();
        this.errorStyle = terminal.errStyle();
        this.errIsTerminal = terminal.errIsTerminal();
    }

    /** Returns how the result is written. */
    public OutputFormat format() {
        return format;
    }

    /** Writes the result. */
    public void print(Report report) {
        switch (format) {
            case TEXT -> report.text(style).forEach(out::println);
            case KV -> report.kv().forEach(out::println);
            case JSON -> out.println(JsonText.indented(report.json()));
        }
        out.flush();
    }

    /** Writes one line of a result that goes on, the same in every format. */
    public void line(String line) {
        out.println(line);
        // Whoever read has gone, as head does after its lines: going on would never end.
        if (out.checkError()) {
            throw new OutputClosedException();
        }
    }

    /** Tells how far something is; not with {@code --quiet}. */
    public void progress(String text) {
        if (!quiet) {
            err.println(errorStyle.faint(text));
        }
    }

    /** Tells whether a line of progress can be written in place of another one. */
    public boolean redraws() {
        return errIsTerminal && !quiet && !"dumb".equals(System.getenv("TERM"));
    }

    /** Writes a line of progress in place of the one before, where that is possible; an empty one ends that. */
    public void redraw(String text) {
        if (redraws()) {
            err.print(RETURN_AND_CLEAR + errorStyle.faint(text));
            err.flush();
        }
    }

    /** Tells what to do next; not with {@code --quiet}. */
    public void hint(String text) {
        if (!quiet) {
            err.println(text);
        }
    }

    /** Tells what a person has to do now, without which the verb does not go on; also with {@code --quiet}. */
    public void instruction(String text) {
        err.println(text);
    }

    /** Tells of something that does not stop the verb. */
    public void warning(String text) {
        err.println(errorStyle.warning("warning:") + " " + text);
    }

    /** Tells why the verb failed. */
    public void error(String text) {
        List<String> lines = text.lines().toList();
        err.println(errorStyle.bad("error:") + " " + (lines.isEmpty() ? "" : lines.get(0)));
        lines.stream().skip(1).forEach(line -> err.println("       " + line));
    }
}
