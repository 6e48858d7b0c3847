package dev.flowgate.auth.cliproxy;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** What the server answered to the question how a login stands. */
sealed interface PollReply {
    /** Nothing has happened yet. */
    record Waiting() implements PollReply {}

    /**
     * The user has something to do.
     *
     * @param url where
     * @param userCode the code to enter there; null when none is needed
     */
    record Ask(URI url, @Nullable String userCode) implements PollReply {}

    /**
     * It failed.
     *
     * @param error the server's text, fit to be shown
     */
    record Failed(String error) implements PollReply {}

    /** It is done, or the server does not know of it any more: many versions say the same of both. */
    record Done() implements PollReply {}
}
