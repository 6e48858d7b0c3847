package dev.flowgate.auth.spi;

import dev.flowgate.FlowGateException;
import org.jspecify.annotations.Nullable;

/**
 * A login, an import or a renewal that failed for good: trying again without a change would fail again. The message says
 * what happened, what the other side said, and what to do; never a token, key or code.
 */
public class AuthException extends FlowGateException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates a failure.
     *
     * @param message what happened and what to do
     */
    public AuthException(String message) {
        super(message);
    }

    /**
     * Creates a failure with a cause.
     *
     * @param message what happened and what to do
     * @param cause what brought it about; its own text must not hold a secret either
     */
    public AuthException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
