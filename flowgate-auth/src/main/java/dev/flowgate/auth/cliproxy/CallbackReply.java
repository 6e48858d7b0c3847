package dev.flowgate.auth.cliproxy;

/** What the server answered to an address that the user pasted. */
sealed interface CallbackReply {
    /** It was taken, and the code in it is exchanged now. */
    record Accepted() implements CallbackReply {}

    /**
     * It was not taken.
     *
     * @param status the HTTP status
     * @param error the server's text, fit to be shown
     */
    record Refused(int status, String error) implements CallbackReply {}

    /** The server is too old to take one. */
    record Unsupported() implements CallbackReply {}
}
