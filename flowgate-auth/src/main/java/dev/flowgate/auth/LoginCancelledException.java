package dev.flowgate.auth;

import dev.flowgate.auth.spi.AuthException;

/** The user did not want to go on with a login. */
public final class LoginCancelledException extends AuthException {
    private static final long serialVersionUID = 1L;

    LoginCancelledException(String message) {
        super(message);
    }
}
