package dev.flowgate.cli.doctor;

import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong, or worth knowing, and what to do.
 *
 * @param text what was found; never a secret
 * @param command what repairs it when it is typed as it stands; null when no command does
 * @param advice what to do where no command can, because somebody has to decide or to know something; else null
 */
record Remark(
        String text, @Nullable String command, @Nullable String advice) {
    /** Something that a command repairs. */
    static Remark repairedBy(String command, String text) {
        return new Remark(text, command, null);
    }

    /** Something that a person has to repair. */
    static Remark advised(String advice, String text) {
        return new Remark(text, null, advice);
    }
}
