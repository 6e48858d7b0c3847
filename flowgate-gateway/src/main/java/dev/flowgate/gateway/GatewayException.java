package dev.flowgate.gateway;

import dev.flowgate.FlowGateException;
import org.jspecify.annotations.Nullable;

/** The gateway cannot be started or reloaded as asked. */
public final class GatewayException extends FlowGateException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates a failure.
     *
     * @param message what happened and what to do
     * @param cause the failure behind it, if there is one
     */
    public GatewayException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
