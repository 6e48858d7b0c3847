package dev.flowgate.auth.cliproxy;

import dev.flowgate.auth.http.BoundedHttp;
import dev.flowgate.auth.http.HttpAnswer;
import dev.flowgate.auth.http.ServerText;
import dev.flowgate.auth.spi.AuthContext;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.AuthSession;
import dev.flowgate.auth.spi.AuthStatus;
import dev.flowgate.auth.spi.HeldCredential;
import dev.flowgate.auth.spi.LoginPrompt;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One login at two addresses of the user's own: one tells where to go, the other how it stands. Neither gets a key.
 */
final class PlainEndpointSession implements AuthSession {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Set<String> SUCCEEDED = Set.of("success", "completed", "authorized", "ok");
    private static final Set<String> FAILED = Set.of("failed", "error", "denied", "expired", "cancelled");

    private final AuthContext context;
    private final ConfiguredEndpoints endpoints;
    private LoginPrompt prompt = LoginPrompt.NONE;

    PlainEndpointSession(AuthContext context, ConfiguredEndpoints endpoints) {
        this.context = context;
        this.endpoints = endpoints;
    }

    @Override
    public AuthStatus begin() throws IOException, InterruptedException {
        Map<String, @Nullable Object> body = get(endpoints.start());
        URI url = Stream.of("auth_url", "url", "login_url")
                .map(name -> JsonFields.webAddress(body, name))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> new AuthException(shown(endpoints.start())
                        + " told no address to log in at: its JSON must have auth_url, url or login_url."));
        prompt = LoginPrompt.open(url);
        return new AuthStatus.Pending(prompt, null);
    }

    @Override
    public AuthStatus poll() throws IOException, InterruptedException {
        Map<String, @Nullable Object> body = get(endpoints.status());
        String told = JsonFields.text(body, "status");
        String status = told == null ? "" : told.toLowerCase(Locale.ROOT);
        if (SUCCEEDED.contains(status)) {
            return new AuthStatus.KeptElsewhere(
                    new HeldCredential(null, "the server at " + shown(endpoints.status()), null, false, null));
        }
        if (FAILED.contains(status)) {
            String error = JsonFields.text(body, "error");
            return new AuthStatus.Denied(shown(endpoints.status()) + " said: " + status
                    + (error == null ? "" : " (" + ServerText.quote(error) + ")")
                    + ". Start again: flowgate auth login "
                    + context.provider());
        }
        return new AuthStatus.Pending(prompt, null);
    }

    private Map<String, @Nullable Object> get(URI address) throws IOException, InterruptedException {
        HttpAnswer answer = BoundedHttp.send(
                context.http(), HttpRequest.newBuilder(address).version(HttpClient.Version.HTTP_1_1), LIMIT);
        if (answer.isPassing()) {
            throw new IOException(shown(address) + " answered with HTTP " + answer.status() + ".");
        }
        if (!answer.isSuccess()) {
            throw new AuthException(shown(address) + " answered with HTTP " + answer.status()
                    + ". Check auth_url_endpoint and status_endpoint, or remove both to log in through CLIProxyAPI.");
        }
        return answer.json()
                .orElseThrow(() -> new AuthException(shown(address) + " did not answer with a JSON object."));
    }

    /** The query may hold what is nobody's business. */
    private static String shown(URI address) {
        String path = address.getRawPath();
        return address.getScheme() + "://" + address.getHost() + (address.getPort() < 0 ? "" : ":" + address.getPort())
                + (path == null ? "" : path);
    }
}
