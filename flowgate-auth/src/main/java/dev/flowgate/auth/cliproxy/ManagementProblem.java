package dev.flowgate.auth.cliproxy;

import dev.flowgate.auth.http.HttpAnswer;
import dev.flowgate.auth.http.ServerText;
import dev.flowgate.auth.spi.AuthException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says what to do when the management API does not let FlowGate in. */
final class ManagementProblem {
    static final String SEE_LOG = "Its log may say more: flowgate service logs " + ServerConfiguration.SERVICE;

    private static final String RESTART = "flowgate service restart " + ServerConfiguration.SERVICE;
    private static final String OWN_KEY =
            "If you started it yourself, set management_key (os.environ/NAME) or" + " management_key_file to its key.";

    private ManagementProblem() {}

    static AuthException notRunning(URI base, Throwable cause) {
        return new AuthException(
                "CLIProxyAPI does not run at " + base + ". Start it: flowgate service start "
                        + ServerConfiguration.SERVICE,
                cause);
    }

    static AuthException keyRefused(URI base) {
        return new AuthException("CLIProxyAPI at " + base + " does not accept FlowGate's management key. It was started"
                + " with another one: " + RESTART + ". " + OWN_KEY
                + " Do not just try again: after five refusals it answers nobody for half an hour.");
    }

    static AuthException noManagement(URI base) {
        return new AuthException("The server at " + base + " has no management API, or it is switched off: CLIProxyAPI"
                + " opens it only when it is started with a management key. FlowGate gives it one: " + RESTART);
    }

    static AuthException notCliProxyApi(URI base) {
        return new AuthException("What answers at " + base + " is not CLIProxyAPI's management API. Check services."
                + ServerConfiguration.SERVICE + ".port, and whether FlowGate's own server runs there: flowgate health");
    }

    static AuthException redirected(URI base, int status) {
        return new AuthException(
                "The server at " + base + " redirects (HTTP " + status + "), which FlowGate does not follow"
                        + " with a key. Set management_url to CLIProxyAPI's own address.");
    }

    static AuthException https(URI base) {
        return new AuthException(
                "CLIProxyAPI at " + base + " speaks HTTPS alone (tls.enable is true). Set management_url"
                        + " to its https:// address; the JVM must trust its certificate.");
    }

    /** Explains a 403, which has several causes that only the server's text tells apart. */
    static AuthException forbidden(URI base, String error) {
        if (error.contains("banned")) {
            return new AuthException("CLIProxyAPI at " + base + " said: " + error + ". Wait that long, or lift it now: "
                    + RESTART + ". " + OWN_KEY);
        }
        if (error.contains("remote management disabled")) {
            return new AuthException("CLIProxyAPI at " + base + " takes management requests from its own machine alone"
                    + " (remote-management.allow-remote is false), and took this one for a foreign one. Use its loopback"
                    + " address in management_url, and no proxy in between.");
        }
        if (error.contains("key not set")) {
            return noManagement(base);
        }
        return new AuthException("CLIProxyAPI at " + base + " refused FlowGate: " + error + ". " + SEE_LOG);
    }

    /** Returns what a server said in {@code error}, or its status when it said nothing. */
    static String error(HttpAnswer answer, List<String> secrets) {
        String said = answer.json().map(ManagementProblem::said).orElse(null);
        return said == null ? "HTTP " + answer.status() : ServerText.quote(said, secrets);
    }

    private static @Nullable String said(Map<String, @Nullable Object> body) {
        String error = JsonFields.text(body, "error");
        return error == null ? JsonFields.text(body, "message") : error;
    }
}
