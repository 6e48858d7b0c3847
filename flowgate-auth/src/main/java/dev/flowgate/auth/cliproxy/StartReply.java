package dev.flowgate.auth.cliproxy;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the server answered to the start of a login. */
sealed interface StartReply {
    /**
     * The login has begun.
     *
     * @param state what names it from now on
     * @param url where the user goes; null when the polls will tell
     * @param userCode the code to enter there; null when none is needed
     * @param lifetime how long the code is good; null when that was not said
     */
    record Started(
            String state,
            @Nullable URI url,
            @Nullable String userCode,
            @Nullable Duration lifetime) implements StartReply {}

    /**
     * The server could not begin it.
     *
     * @param status the HTTP status
     * @param error the server's text, fit to be shown
     */
    record Failed(int status, String error) implements StartReply {}

    /** The server has no such login. */
    record Unknown() implements StartReply {}
}
