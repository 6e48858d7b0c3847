package dev.flowgate.auth;

import dev.flowgate.auth.spi.AuthStatus;
import dev.flowgate.auth.spi.LoginPrompt;
import java.time.Duration;

/**
 * The user's side of a login. The thread that logs in calls it, so a method that blocks holds the login up; what the user
 * types comes back through the {@link LoginInput}, from any thread and at any time.
 */
public interface LoginListener {
    /**
     * Tells that the login begins, before anything else. The method as it stands here does nothing.
     *
     * @param timeout how long it may take altogether
     */
    default void started(Duration timeout) {}

    /**
     * Tells the user how to get on. Called again when something in it changes.
     *
     * @param prompt what to tell; where it {@linkplain LoginPrompt#takesInput() takes input}, something may be pasted
     *     while the library goes on looking
     * @param input takes what the user pastes
     */
    void prompt(LoginPrompt prompt, LoginInput input);

    /**
     * Asks the user for something without which the login does not go on.
     *
     * @param question what to ask, whether it must not be shown, and why the answer before could not be used
     * @param input takes the answer
     */
    void question(AuthStatus.InputRequired question, LoginInput input);

    /**
     * Tells that a step failed and will be repeated. The method as it stands here does nothing.
     *
     * @param problem what failed, without any secret
     * @param pause how long the library waits before
     */
    default void retrying(String problem, Duration pause) {}
}
