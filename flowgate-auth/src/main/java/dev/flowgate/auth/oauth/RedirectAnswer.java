package dev.flowgate.auth.oauth;

/** What arrived at the redirect address, or was pasted. */
sealed interface RedirectAnswer {
    /**
     * The user agreed.
     *
     * @param code the authorization code
     */
    record Code(String code) implements RedirectAnswer {
        /** Hides the code. */
        @Override
        public String toString() {
            return "Code[]";
        }
    }

    /**
     * The login is over without a code.
     *
     * @param error what the provider says
     */
    record Refused(OauthError error) implements RedirectAnswer {}

    /**
     * The answer repeats the state, and is not the provider's: the login must not go on with it.
     *
     * @param reason why, for the user
     */
    record Mistrusted(String reason) implements RedirectAnswer {}

    /**
     * Nothing that belongs to this login, which goes on.
     *
     * @param reason why, for the user; without anything that arrived
     */
    record Stray(String reason) implements RedirectAnswer {}
}
