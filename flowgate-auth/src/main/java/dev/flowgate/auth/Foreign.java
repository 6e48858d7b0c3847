package dev.flowgate.auth;

import dev.flowgate.FlowGateException;
import dev.flowgate.auth.Selection.Selected;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.AuthSession;
import dev.flowgate.auth.spi.AuthStatus;
import java.io.IOException;
import org.slf4j.LoggerFactory;

/**
 * Calls methods that others wrote. A mistake in one of them becomes an {@link AuthException} that names the class and
 * nothing of the mistake's own text, which nobody has checked for secrets.
 */
final class Foreign {
    private Foreign() {}

    /** A call that may fail in all the ways that the interfaces allow. */
    interface Call<T> {
        T run() throws IOException, InterruptedException;
    }

    /** Begins a login, which does no input or output. */
    static AuthSession session(Selected selected) {
        try {
            return guarded(selected, selected.method().login(selected.context()));
        } catch (FlowGateException told) {
            throw told;
        } catch (RuntimeException | LinkageError mistake) {
            throw mistake(selected, mistake);
        }
    }

    static <T> T call(Selected selected, Call<T> call) throws IOException, InterruptedException {
        try {
            return call.run();
        } catch (FlowGateException told) {
            throw told;
        } catch (RuntimeException | LinkageError mistake) {
            throw mistake(selected, mistake);
        }
    }

    private static AuthSession guarded(Selected selected, AuthSession session) {
        return new AuthSession() {
            @Override
            public AuthStatus begin() throws IOException, InterruptedException {
                return call(selected, session::begin);
            }

            @Override
            public AuthStatus poll() throws IOException, InterruptedException {
                return call(selected, session::poll);
            }

            @Override
            public AuthStatus answer(String input) throws IOException, InterruptedException {
                return call(selected, () -> session.answer(input));
            }

            @Override
            public void close() {
                try {
                    session.close();
                } catch (RuntimeException | LinkageError mistake) {
                    // The login has ended one way or the other, and that is what the caller has to hear of.
                    LoggerFactory.getLogger(Foreign.class)
                            .warn(
                                    "The session of auth method {} failed to close: {}",
                                    selected.method().id(),
                                    mistake.getClass().getName());
                }
            }
        };
    }

    private static AuthException mistake(Selected selected, Throwable mistake) {
        LoggerFactory.getLogger(Foreign.class)
                .debug("Auth method {} failed at {}", selected.method().id(), mistake.getStackTrace());
        return new AuthException("The auth method '" + selected.method().id() + "' ("
                + selected.method().getClass().getName() + ") made a mistake with provider "
                + selected.config().name() + ": " + mistake.getClass().getName()
                + ". Tell its author, or use another method.");
    }
}
