package dev.flowgate.auth.oauth;

import dev.flowgate.auth.http.BoundedHttp;
import dev.flowgate.auth.http.HttpAnswer;
import dev.flowgate.auth.http.NotTakenException;
import dev.flowgate.auth.spi.AuthContext;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sends forms to an authorization server as the configured client, and sorts the answers. */
final class OauthExchange {
    private static final Set<String> SECRET_PARAMETERS =
            Set.of("code", "code_verifier", "device_code", "refresh_token", "token");
    private static final Set<Integer> TAKES_NONE_NOW = Set.of(429, 503);
    private static final int REDIRECTS = 3;

    private final OauthClient client;
    private final AuthContext context;

    OauthExchange(OauthClient client, AuthContext context) {
        this.client = client;
        this.context = context;
    }

    /**
     * What a server answered, when it is an answer of OAuth.
     *
     * @param members the members of the JSON object
     * @param error the error; null when it succeeded
     */
    record Outcome(
            Map<String, @Nullable Object> members, @Nullable OauthError error) {
        @Override
        public String toString() {
            return "Outcome[" + (error == null ? "success" : error.code()) + "]";
        }
    }

    /**
     * Sends a form.
     *
     * @param endpoint where to
     * @param step what this is for, to begin a message with, such as {@code The device login}
     * @param form the parameters, without those by which the client proves who it is
     * @throws NotTakenException if the form certainly had no effect
     * @throws IOException if it may work in a moment
     * @throws AuthException if what answers is no authorization server
     */
    Outcome send(URI endpoint, String step, Map<String, String> form) throws IOException, InterruptedException {
        HttpAnswer answer = BoundedHttp.send(context.http(), request(endpoint, form));
        Optional<Map<String, @Nullable Object>> json = answer.json();
        Optional<OauthError> error = json.flatMap(members -> OauthError.read(members, secrets(form)));
        if (error.isPresent() ? error.get().isPassing() : answer.isPassing()) {
            String said = step + " is not possible just now: " + endpoint.getHost() + " answered with status "
                    + answer.status() + error.map(words -> ", " + words.words()).orElse("") + ".";
            throw TAKES_NONE_NOW.contains(answer.status()) ? new NotTakenException(said, null) : new IOException(said);
        }
        // Some servers answer errors with status 200, so the member decides.
        if (error.isPresent()) {
            return new Outcome(json.get(), error.get());
        }
        if (answer.isSuccess() && (json.isPresent() || answer.body().length == 0)) {
            return new Outcome(json.orElse(Map.of()), null);
        }
        throw new AuthException(step + " failed: " + endpoint.getHost() + endpoint.getPath() + " " + unexpected(answer)
                + ". Check the endpoints in auth.providers." + client.provider() + ".");
    }

    private static String unexpected(HttpAnswer answer) {
        if (answer.status() / 100 == REDIRECTS) {
            return "answered with a redirect (status " + answer.status() + "), which is not followed with secrets";
        }
        return "answered with status " + answer.status() + " and not as an authorization server does (JSON, RFC 6749)";
    }

    private HttpRequest.Builder request(URI endpoint, Map<String, String> form) {
        var parameters = new LinkedHashMap<>(form);
        var request = HttpRequest.newBuilder(endpoint)
                .header("Accept", "application/json")
                .header("Content-Type", "application/x-www-form-urlencoded");
        Secret secret = client.secret();
        if (secret != null && client.authentication() == ClientAuthentication.BASIC) {
            // RFC 6749, section 2.3.1: both parts are form-encoded before they are joined.
            String pair = encode(client.id()) + ":" + encode(secret.reveal());
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        } else {
            parameters.put("client_id", client.id());
            if (secret != null) {
                parameters.put("client_secret", secret.reveal());
            }
        }
        return request.POST(HttpRequest.BodyPublishers.ofString(encode(parameters)));
    }

    private List<String> secrets(Map<String, String> form) {
        var secrets = new ArrayList<String>();
        form.forEach((name, value) -> {
            if (SECRET_PARAMETERS.contains(name)) {
                secrets.add(value);
            }
        });
        Secret secret = client.secret();
        if (secret != null) {
            secrets.add(secret.reveal());
        }
        return secrets;
    }

    /** Encodes parameters for a form or a query. */
    static String encode(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(parameter -> encode(parameter.getKey()) + "=" + encode(parameter.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
