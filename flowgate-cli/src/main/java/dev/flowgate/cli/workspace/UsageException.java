package dev.flowgate.cli.workspace;

import dev.flowgate.FlowGateException;

/** The command line names something that there is not. Ends with {@link ExitCode#USAGE}. */
public final class UsageException extends FlowGateException {
    private static final long serialVersionUID = 1L;

    /** Says what is wrong, what is allowed and what to do. */
    public UsageException(String message) {
        super(message);
    }

    /** Says what is wrong, what is allowed and what to do; the cause is not shown. */
    public UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}
