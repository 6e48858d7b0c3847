package dev.flowgate.auth.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A request that certainly had no effect: the server was not reached, or said that it takes none now (429, 503). Even what
 * may be used only once, such as an authorization code, can be sent again.
 */
public final class NotTakenException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates a failure.
     *
     * @param message what happened, without any secret
     * @param cause what brought it about; null when the server said so
     */
    public NotTakenException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
