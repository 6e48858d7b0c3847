package dev.flowgate.gateway.protocol;

import dev.flowgate.FlowGateException;
import org.jspecify.annotations.Nullable;

/** A request body that cannot be accepted. Answered with status 400. */
public final class InvalidRequestException extends FlowGateException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String param;

    /**
     * Creates a failure.
     *
     * @param message what is wrong, where, and what is allowed
     * @param param the field at fault; null when it is not one
     */
    public InvalidRequestException(String message, @Nullable String param) {
        super(message);
        this.param = param;
    }

    /**
     * Returns the field at fault.
     *
     * @return its name; null when it is not one
     */
    public @Nullable String param() {
        return param;
    }

    /** Bad requests are part of the normal course: the trace would cost more than the request. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
