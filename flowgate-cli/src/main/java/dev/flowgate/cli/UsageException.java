package dev.flowgate.cli;

import dev.flowgate.FlowGateException;

/** The command line names something that there is not. Ends with {@link ExitCode#USAGE}. */
final class UsageException extends FlowGateException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }

    UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}
