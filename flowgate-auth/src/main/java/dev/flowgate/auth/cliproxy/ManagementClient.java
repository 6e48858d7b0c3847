package dev.flowgate.auth.cliproxy;

import dev.flowgate.auth.http.BoundedHttp;
import dev.flowgate.auth.http.HttpAnswer;
import dev.flowgate.auth.http.ServerText;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.json.JsonText;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * CLIProxyAPI's management API, as far as logins need it. Every request carries the key. What may pass is an
 * {@link IOException}; being let in or not is final, an {@link AuthException}. Not safe for use by several threads.
 */
final class ManagementClient {
    /** Device flows ask the provider before they answer. */
    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration CANCEL_LIMIT = Duration.ofMillis(800);
    private static final int NOT_FOUND = 404;

    private final HttpClient http;
    private final ManagementAccess access;
    private final Gatekeeper gatekeeper;
    private @Nullable ServerVersion version;

    ManagementClient(HttpClient http, ManagementAccess access, Gatekeeper gatekeeper) {
        this.http = http;
        this.access = access;
        this.gatekeeper = gatekeeper;
    }

    /** Returns the version that the server told with its last answer. */
    Optional<ServerVersion> version() {
        return Optional.ofNullable(version);
    }

    URI base() {
        return access.base();
    }

    /** Starts a login. */
    StartReply start(LoginRoute route, Map<String, String> parameters) throws IOException, InterruptedException {
        HttpAnswer answer = send(request(route.path() + "-auth-url", parameters), START_LIMIT);
        if (isUnrouted(answer)) {
            return new StartReply.Unknown();
        }
        if (!answer.isSuccess()) {
            return new StartReply.Failed(answer.status(), error(answer, List.of()));
        }
        return StartReplyReader.read(body(answer), access.base());
    }

    /** Asks how a login stands. */
    PollReply status(String state) throws IOException, InterruptedException {
        HttpAnswer answer = send(request("get-auth-status", Map.of("state", state)), LIMIT);
        if (answer.isPassing()) {
            throw new IOException("CLIProxyAPI said: " + error(answer, List.of(state)));
        }
        if (isUnrouted(answer)) {
            throw ManagementProblem.noManagement(access.base());
        }
        if (!answer.isSuccess()) {
            return new PollReply.Failed(error(answer, List.of(state)));
        }
        return PollReplyReader.read(body(answer), access, state);
    }

    /** Hands over the address that the browser ended at. */
    CallbackReply callback(LoginRoute route, PastedAddress pasted) throws IOException, InterruptedException {
        String json = JsonText.compact(Map.of("provider", route.callbackProvider(), "redirect_url", pasted.text()));
        HttpAnswer answer = send(
                request("oauth-callback", Map.of())
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json)),
                LIMIT);
        if (answer.isPassing()) {
            throw new IOException("CLIProxyAPI said: " + error(answer, pasted.secrets()));
        }
        if (isUnrouted(answer)) {
            return new CallbackReply.Unsupported();
        }
        return reply(answer, pasted);
    }

    /**
     * Hands the same over at the route for browsers, which takes Kiro's, too. It needs no key and gets none. Its answer
     * tells nothing: it is the same for a code that is wrong.
     */
    CallbackReply openCallback(LoginRoute route, PastedAddress pasted) throws IOException, InterruptedException {
        URI address = URI.create(access.base() + "/" + route.path() + "/callback" + query(pasted.parameters()));
        HttpAnswer answer =
                BoundedHttp.send(http, HttpRequest.newBuilder(address).version(HttpClient.Version.HTTP_1_1), LIMIT);
        if (answer.isPassing()) {
            throw new IOException("CLIProxyAPI answered with HTTP " + answer.status() + ".");
        }
        return answer.status() == NOT_FOUND ? new CallbackReply.Unsupported() : reply(answer, pasted);
    }

    /** Lists the credentials that the server has. */
    List<AuthFile> authFiles() throws IOException, InterruptedException {
        HttpAnswer answer = send(request("auth-files", Map.of()), LIMIT);
        if (answer.isPassing()) {
            throw new IOException("CLIProxyAPI said: " + error(answer, List.of()));
        }
        if (answer.status() == NOT_FOUND) {
            throw ManagementProblem.noManagement(access.base());
        }
        if (!answer.isSuccess() || !(body(answer).get("files") instanceof List<?> entries)) {
            throw ManagementProblem.notCliProxyApi(access.base());
        }
        List<AuthFile> files = new ArrayList<>();
        for (Object entry : entries) {
            AuthFile file = entry instanceof Map<?, ?> map ? AuthFile.read(map) : null;
            if (file != null) {
                files.add(file);
            }
        }
        return files;
    }

    /** Removes a credential. Returns whether it was there. */
    boolean delete(String name) throws IOException, InterruptedException {
        HttpAnswer answer = send(request("auth-files", Map.of("name", name)).DELETE(), LIMIT);
        if (answer.status() == NOT_FOUND) {
            return false;
        }
        if (!answer.isSuccess()) {
            throw failed(answer, "did not remove " + ServerText.quote(name));
        }
        return true;
    }

    /** Adds a credential, or replaces the one of that name. */
    void upload(String name, Map<String, Object> content) throws IOException, InterruptedException {
        // With the type of a form, the server loses the body and leaves an empty file behind.
        HttpAnswer answer = send(
                request("auth-files", Map.of("name", name))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(JsonText.compact(content))),
                LIMIT);
        if (!answer.isSuccess()) {
            throw failed(answer, "did not take " + name);
        }
    }

    /** Gives a login up; in less than a second. */
    void cancel(String state) throws IOException, InterruptedException {
        send(request("oauth-session", Map.of("state", state)).DELETE(), CANCEL_LIMIT);
    }

    private static CallbackReply reply(HttpAnswer answer, PastedAddress pasted) {
        return answer.isSuccess()
                ? new CallbackReply.Accepted()
                : new CallbackReply.Refused(answer.status(), ManagementProblem.error(answer, pasted.secrets()));
    }

    private HttpRequest.Builder request(String path, Map<String, String> parameters) {
        return HttpRequest.newBuilder(URI.create(access.base() + "/v0/management/" + path + query(parameters)))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Authorization", "Bearer " + access.key().reveal());
    }

    private HttpAnswer send(HttpRequest.Builder request, Duration limit) throws IOException, InterruptedException {
        gatekeeper.before(access);
        HttpAnswer answer = BoundedHttp.send(http, request, limit);
        answer.headers()
                .firstValue(ServerVersion.HEADER)
                .flatMap(ServerVersion::parse)
                .ifPresent(told -> version = told);
        gatekeeper.after(access, answer);
        return answer;
    }

    private Map<String, @Nullable Object> body(HttpAnswer answer) {
        return answer.json().orElseThrow(() -> ManagementProblem.notCliProxyApi(access.base()));
    }

    /** A route says what is wrong; without a route there is a line of text, or nothing. */
    private static boolean isUnrouted(HttpAnswer answer) {
        return answer.status() == NOT_FOUND
                && !answer.json().map(body -> body.containsKey("error")).orElse(false);
    }

    private String error(HttpAnswer answer, List<String> secrets) {
        List<String> all = new ArrayList<>(secrets);
        all.add(access.key().reveal());
        return ManagementProblem.error(answer, all);
    }

    private AuthException failed(HttpAnswer answer, String what) {
        return new AuthException("CLIProxyAPI at " + access.base() + " " + what + ": " + error(answer, List.of()) + ". "
                + ManagementProblem.SEE_LOG);
    }

    private static String query(Map<String, String> parameters) {
        return parameters.isEmpty()
                ? ""
                : new LinkedHashMap<>(parameters)
                        .entrySet().stream()
                                .map(entry -> entry.getKey() + "="
                                        + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                                .collect(Collectors.joining("&", "?", ""));
    }
}
