package dev.flowgate.auth.spi;

import java.io.IOException;

/**
 * One login under way. The library calls {@link #begin()} once, then {@link #poll()} again and again until the status is
 * final, and {@link #close()} in the end, all from one thread. It owns the interval, the deadline, cancellation and the
 * repetition of what failed with an {@link IOException}; a session does one step at a call and never sleeps.
 */
public interface AuthSession extends AutoCloseable {
    /**
     * Takes the first step.
     *
     * @return where the login stands
     * @throws IOException if something failed that may work in a moment; the call is repeated
     * @throws AuthException if the login has failed for good
     * @throws InterruptedException if the thread is interrupted
     */
    AuthStatus begin() throws IOException, InterruptedException;

    /**
     * Takes one more step.
     *
     * @return where the login stands
     * @throws IOException if something failed that may work in a moment; the call is repeated
     * @throws AuthException if the login has failed for good
     * @throws InterruptedException if the thread is interrupted
     */
    AuthStatus poll() throws IOException, InterruptedException;

    /**
     * Takes what the user has typed or pasted, while the status is {@link AuthStatus.InputRequired}, or
     * {@link AuthStatus.Pending} with a prompt that takes input.
     *
     * @param input what the user gave, without surrounding white space; may be a secret
     * @return where the login stands; the same as before when the input could not be used, with the reason in the prompt
     * @throws IOException if something failed that may work in a moment; the call is repeated
     * @throws AuthException if the login has failed for good
     * @throws InterruptedException if the thread is interrupted
     */
    default AuthStatus answer(String input) throws IOException, InterruptedException {
        throw new AuthException("This login takes no input.");
    }

    /**
     * Ends the session: frees what it holds, and cancels the login at the other side when it was not finished and the
     * other side has a way to. Never throws, and takes less than a second.
     */
    @Override
    default void close() {}
}
