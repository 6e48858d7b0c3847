package dev.flowgate.auth.cliproxy;

import dev.flowgate.auth.spi.AuthContext;
import dev.flowgate.auth.spi.AuthException;

/** Says why a login through CLIProxyAPI did not succeed, and what the versions have to do with it. */
final class LoginProblem {
    static final int NOT_FOUND = 404;
    static final int CONFLICT = 409;

    private LoginProblem() {}

    static AuthException notOffered(LoginRoute route, ManagementClient client) {
        String server = client.version()
                .map(version -> version + " at " + client.base() + " has no login to " + route.displayName()
                        + ". It can log in to: " + LoginRoute.namesOfferedBy(version) + ".")
                .orElseGet(() -> "CLIProxyAPI at " + client.base() + ", which tells no version, has no login to "
                        + route.displayName() + ".");
        return new AuthException(server + " Servers that have it: " + route.editions() + ". Let services."
                + ServerConfiguration.SERVICE + ".command run one of those, or log in to another provider.");
    }

    static String failed(String error, AuthContext context) {
        return "CLIProxyAPI said: " + error + ". " + ManagementProblem.SEE_LOG + ". " + again(context);
    }

    static String tooLate(AuthContext context) {
        return "Nobody completed the login in the time that CLIProxyAPI gives it. " + again(context);
    }

    static String nothingNew(AuthContext context) {
        return "CLIProxyAPI called the login done, but has no new credential for " + context.provider()
                + ": it says so, too, of a login that it has forgotten or dropped for another one. "
                + ManagementProblem.SEE_LOG + ". " + again(context);
    }

    /** Tells whether a login can be given up at the server; one that tells no version is asked. */
    static boolean canCancel(ManagementClient client) {
        return client.version()
                .map(version -> !version.plus() && version.atLeast("7.2.64"))
                .orElse(true);
    }

    private static String again(AuthContext context) {
        return "Start again: flowgate auth login " + context.provider();
    }
}
