package dev.flowgate.cli.workspace;

/** What the process ends with. */
public final class ExitCode {
    /** The verb did what it was to do. */
    public static final int DONE = 0;

    /** The verb failed, or what it looked at is not well. */
    public static final int FAILED = 1;

    /** The command line or the configuration is wrong. */
    public static final int USAGE = 2;

    /** Ctrl-C ended the verb; other signals end it with 128 and their number. */
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}
