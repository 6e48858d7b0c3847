package dev.flowgate.cli.doctor;

import java.nio.file.Path;

/** Words of a command line that a person copies into a shell. */
final class ShellWord {
    private ShellWord() {}

    /** Returns a text as one word of the shell, quoted only where that is needed. */
    static String of(String text) {
        boolean isPlain = !text.isEmpty()
                && text.chars().allMatch(c -> Character.isLetterOrDigit(c) || "/._-+@%:,=".indexOf(c) >= 0);
        return isPlain ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    static String of(Path path) {
        return of(path.toString());
    }
}
