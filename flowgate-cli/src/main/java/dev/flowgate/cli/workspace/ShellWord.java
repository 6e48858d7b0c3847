package dev.flowgate.cli.workspace;

import java.nio.file.Path;

/** Words of a command line that a person copies into a shell. */
public final class ShellWord {
    private ShellWord() {}

    /** Returns a text as one word of the shell, quoted only where that is needed. */
    public static String of(String text) {
        boolean isPlain = !text.isEmpty()
                && text.chars().allMatch(c -> Character.isLetterOrDigit(c) || "/._-+@%:,=".indexOf(c) >= 0);
        return isPlain ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    /** Returns a path as one word of the shell. */
    public static String of(Path path) {
        return of(path.toString());
    }
}
