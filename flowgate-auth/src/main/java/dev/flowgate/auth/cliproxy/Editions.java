package dev.flowgate.auth.cliproxy;

import org.jspecify.annotations.Nullable;

/**
 * Which servers know how to log in to a provider. It serves to explain a refusal; what a server can do is always asked of
 * the server, because plugins add to it.
 *
 * @param plusSince the first version of the Plus edition; null for none
 * @param mainlineSince the first version of the mainline; null for none
 * @param mainlineUntil the last version of the mainline; null when there is no end
 */
record Editions(
        @Nullable String plusSince,
        @Nullable String mainlineSince,
        @Nullable String mainlineUntil) {

    private static final String FIRST = "0";

    static final Editions ALL = new Editions(FIRST, FIRST, null);

    static Editions untilMainline(String until) {
        return new Editions(FIRST, FIRST, until);
    }

    static Editions plusAlone(String since) {
        return new Editions(since, null, null);
    }

    boolean include(ServerVersion version) {
        String since = version.plus() ? plusSince : mainlineSince;
        if (since == null || !version.atLeast(since)) {
            return false;
        }
        String until = version.plus() ? null : mainlineUntil;
        return until == null || !version.atLeast(until + ".1");
    }

    /** Says which servers they are, for a message. */
    @Override
    public String toString() {
        String mainline = mainlineSince == null
                ? ""
                : "CLIProxyAPI" + (mainlineUntil == null ? from(mainlineSince) : " up to " + mainlineUntil);
        String plus = plusSince == null ? "" : "CLIProxyAPIPlus" + from(plusSince);
        return mainline + (mainline.isEmpty() || plus.isEmpty() ? "" : " and ") + plus;
    }

    private static String from(String since) {
        return FIRST.equals(since) ? "" : " from " + since;
    }
}
