package dev.flowgate.auth.cliproxy;

import dev.flowgate.auth.cliproxy.FakeCliProxyApi.Answer;
import dev.flowgate.auth.cliproxy.FakeCliProxyApi.Profile;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The logins under way in a {@link FakeCliProxyApi}, whose steps a test takes. */
final class FakeLogins {
    private static final String HTML = "<html><title>Authentication successful</title></html>";

    private final Profile profile;
    private final Map<String, Login> logins = new LinkedHashMap<>();
    private int started;

    FakeLogins(Profile profile) {
        this.profile = profile;
    }

    private static final class Login {
        private final String route;
        private @Nullable Answer special;
        private @Nullable String error;
        private boolean done;
        private boolean called;

        Login(String route) {
            this.route = route;
        }
    }

    /** Returns the state of the login that was started last. */
    synchronized String last() {
        return logins.keySet().stream().reduce("", (first, second) -> second);
    }

    /** Lets a login succeed. The older servers drop all others of the provider. */
    synchronized void finish(String state) {
        Login login = login(state);
        login.done = true;
        if (profile.isPlus()) {
            logins.entrySet()
                    .removeIf(other ->
                            other.getValue() != login && other.getValue().route.equals(login.route));
        }
    }

    synchronized void fail(String state, String error) {
        login(state).error = error;
    }

    /** Lets ten or thirty minutes pass. */
    synchronized void forget(String state) {
        logins.remove(state);
    }

    synchronized void tell(String state, Answer answer) {
        login(state).special = answer;
    }

    synchronized boolean wasCalledBack(String state) {
        return login(state).called;
    }

    synchronized boolean knows(String state) {
        return logins.containsKey(state);
    }

    synchronized Answer start(String route, Map<String, String> query) {
        String state = route + "-" + ++started;
        Login login = new Login(route);
        logins.put(state, login);
        String url = "https://auth.example.com/" + route + "?client_id=fake&state=" + state;
        return switch (route) {
            case "github" ->
                Answer.json(
                        200,
                        "status",
                        "ok",
                        "url",
                        "https://example.com/device",
                        "state",
                        state,
                        "user_code",
                        "WDJB-MJHT",
                        "verification_uri",
                        "https://example.com/device");
            case "kimi", "xai" ->
                Answer.json(
                        200,
                        "status",
                        "ok",
                        "url",
                        url,
                        "state",
                        state,
                        "flow",
                        "device",
                        "user_code",
                        "KIMI-CODE",
                        "expires_in",
                        120);
            case "kiro" -> kiro(login, state, query.getOrDefault("method", "aws"));
            default -> Answer.json(200, "status", "ok", "url", url, "state", state);
        };
    }

    private static Answer kiro(Login login, String state, String method) {
        return switch (method) {
            case "aws", "builder-id" -> {
                login.special = Answer.json(200, "status", "wait");
                yield Answer.json(200, "status", "ok", "state", state, "method", "device_code");
            }
            case "google", "github" -> {
                login.special = Answer.json(200, "status", "wait");
                yield Answer.json(200, "status", "ok", "state", state, "method", "social");
            }
            default -> Answer.json(400, "error", "invalid method, use 'aws', 'google', or 'github'");
        };
    }

    synchronized Answer status(@Nullable String state) {
        if (state == null || state.isEmpty()) {
            return Answer.json(200, "status", "ok");
        }
        if (state.length() > 128 || !state.matches("[A-Za-z0-9._-]+") || state.contains("..")) {
            return Answer.json(400, "status", "error", "error", "invalid state");
        }
        Login login = logins.get(state);
        if (login == null) {
            return profile.isPlus()
                    ? Answer.json(200, "status", "ok")
                    : Answer.json(200, "status", "error", "error", "unknown or expired state");
        }
        if (login.error != null) {
            return Answer.json(200, "status", "error", "error", login.error);
        }
        if (login.done) {
            return Answer.json(200, "status", "ok");
        }
        return login.special == null ? Answer.json(200, "status", "wait") : login.special;
    }

    synchronized Answer callback(Map<String, @Nullable Object> body) {
        String provider = canonical(String.valueOf(body.get("provider")));
        if (provider.isEmpty()) {
            return Answer.json(400, "status", "error", "error", "unsupported provider");
        }
        Map<String, String> parameters = parameters(String.valueOf(body.get("redirect_url")));
        String state = parameters.getOrDefault("state", "");
        if (state.isEmpty()) {
            return Answer.json(400, "status", "error", "error", "state is required");
        }
        if (!parameters.containsKey("code") && !parameters.containsKey("error")) {
            return Answer.json(400, "status", "error", "error", "code or error is required");
        }
        Login login = logins.get(state);
        if (login == null) {
            return Answer.json(404, "status", "error", "error", "unknown or expired state");
        }
        if (login.error != null || login.special != null || login.done) {
            return Answer.json(409, "status", "error", "error", "oauth flow is not pending");
        }
        if (!canonical(login.route).equals(provider)) {
            return Answer.json(400, "status", "error", "error", "provider does not match state");
        }
        login.called = true;
        return Answer.json(200, "status", "ok");
    }

    synchronized Answer openCallback(Map<String, String> query) {
        Login login = logins.get(query.get("state"));
        if (login != null) {
            login.called = true;
        }
        return new Answer(200, "text/html", HTML);
    }

    synchronized Answer cancel(@Nullable String state) {
        return Answer.json(200, "status", "ok", "cancelled", logins.remove(state) != null);
    }

    private Login login(String state) {
        Login login = logins.get(state);
        if (login == null) {
            throw new IllegalStateException("There is no login " + state);
        }
        return login;
    }

    private static String canonical(String provider) {
        return switch (provider) {
            case "anthropic", "claude" -> "anthropic";
            case "codex", "openai" -> "codex";
            case "gemini", "google", "gemini-cli" -> "gemini";
            case "antigravity", "anti-gravity" -> "antigravity";
            case "qwen", "kiro", "github" -> provider;
            default -> "";
        };
    }

    private static Map<String, String> parameters(String url) {
        Map<String, String> parameters = new LinkedHashMap<>();
        String query = URI.create(url).getQuery();
        for (String pair : query == null ? new String[0] : query.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            parameters.put(parts[0], parts[1]);
        }
        return parameters;
    }
}
