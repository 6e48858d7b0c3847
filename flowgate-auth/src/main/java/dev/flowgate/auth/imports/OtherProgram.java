package dev.flowgate.auth.imports;

/**
 * The program whose login is taken over.
 *
 * @param name as its users know it
 * @param login how to log in with it, as the rest of a sentence: {@code run 'codex login'}
 */
record OtherProgram(String name, String login) {
    /** Returns what to do when no file of the program is there. */
    String whenMissing() {
        return "To get one, " + login + "; or name another file as the source (--source FILE).";
    }
}
