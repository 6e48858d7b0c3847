package dev.flowgate.secret;

import dev.flowgate.FlowGateException;
import org.jspecify.annotations.Nullable;

/** A secret that a configuration refers to cannot be had: the variable is not set, the file is missing or empty. */
public final class SecretException extends FlowGateException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates a failure.
     *
     * @param message which reference failed and what to do; never the secret
     * @param cause the input or output failure behind it, if there is one
     */
    public SecretException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
