package dev.flowgate;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The root of the failures FlowGate reports. The message is written for the person who has to act on it: what
 * happened, which value, what is allowed, what to do. It never contains a secret.
 */
public class FlowGateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates a failure.
     *
     * @param message what happened and what to do
     */
    public FlowGateException(String message) {
        super(message);
    }

    /**
     * Creates a failure with a cause.
     *
     * @param message what happened and what to do
     * @param cause what brought it about; shown only when somebody asks for details
     */
    public FlowGateException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * Returns what happened and what to do.
     *
     * @return the message; never null
     */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
