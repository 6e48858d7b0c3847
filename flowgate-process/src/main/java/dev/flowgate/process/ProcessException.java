package dev.flowgate.process;

import dev.flowgate.FlowGateException;
import org.jspecify.annotations.Nullable;

/** A service could not be started, stopped or looked at. */
public final class ProcessException extends FlowGateException {
    private static final long serialVersionUID = 1L;

    private final transient ProcessFailure failure;

    /**
     * Creates a failure.
     *
     * @param message what happened and what to do, without any secret
     * @param failure the same for programs
     */
    public ProcessException(String message, ProcessFailure failure) {
        this(message, failure, null);
    }

    /**
     * Creates a failure with a cause.
     *
     * @param message what happened and what to do, without any secret
     * @param failure the same for programs
     * @param cause the failure behind it, if there is one
     */
    public ProcessException(String message, ProcessFailure failure, @Nullable Throwable cause) {
        super(message, cause);
        this.failure = failure;
    }

    /**
     * Tells what went wrong.
     *
     * @return the kind of failure with its details
     */
    public ProcessFailure failure() {
        return failure;
    }
}
