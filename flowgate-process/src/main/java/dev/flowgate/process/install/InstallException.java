package dev.flowgate.process.install;

import dev.flowgate.FlowGateException;

/**
 * A program could not be installed. What was in place before is still in place. The message says what happened, which
 * value, and what to do.
 */
public final class InstallException extends FlowGateException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates it.
     *
     * @param message for people
     */
    public InstallException(String message) {
        super(message);
    }

    /**
     * Creates it.
     *
     * @param message for people
     * @param cause what led to it
     */
    public InstallException(String message, Throwable cause) {
        super(message, cause);
    }
}
