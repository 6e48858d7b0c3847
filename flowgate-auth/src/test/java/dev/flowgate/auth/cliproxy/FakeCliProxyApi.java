package dev.flowgate.auth.cliproxy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.flowgate.json.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** The management API of CLIProxyAPI over real HTTP, as the two lines of versions behave. */
final class FakeCliProxyApi implements AutoCloseable {
    static final String KEY = "management-key-marker";
    static final String CALLBACK_CODE = "callback-code-marker";

    private static final String BASE = "/v0/management/";

    /** Which server is imitated. */
    @SuppressWarnings("ImmutableEnumChecker") // what List.of holds does not change
    enum Profile {
        PLUS_6_8("6.8.16-0-plus", List.of("codex", "anthropic", "gemini-cli", "qwen", "github", "kiro")),
        MAINLINE_7_2("7.2.140", List.of("codex", "anthropic", "antigravity", "kimi", "xai"));

        private final String version;
        private final List<String> routes;

        Profile(String version, List<String> routes) {
            this.version = version;
            this.routes = routes;
        }

        boolean isPlus() {
            return this == PLUS_6_8;
        }
    }

    /**
     * A request as it came.
     *
     * @param line method, path and query
     * @param keyed whether it carried a key
     */
    record Seen(String line, boolean keyed) {}

    private final Profile profile;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final FakeLogins logins;
    private final Map<String, Map<String, Object>> files = new LinkedHashMap<>();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private int failures;
    private volatile boolean managementOff;
    private volatile boolean callbackPortBusy;
    private volatile boolean deviceFlowFails;
    private volatile boolean hanging;
    private volatile @Nullable Answer everywhere;

    /** What is answered. */
    record Answer(int status, String type, String body) {
        static Answer json(int status, Object... members) {
            Map<String, Object> object = new LinkedHashMap<>();
            for (int i = 0; i < members.length; i += 2) {
                object.put((String) members[i], members[i + 1]);
            }
            // Go escapes the sign in JSON.
            return new Answer(
                    status, "application/json", JsonText.compact(object).replace("&", "\\u0026"));
        }

        static Answer text(int status, String body) {
            return new Answer(status, "text/plain", body);
        }
    }

    FakeCliProxyApi(Profile profile) throws IOException {
        this.profile = profile;
        this.logins = new FakeLogins(profile);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    FakeLogins logins() {
        return logins;
    }

    List<Seen> seen() {
        return seen;
    }

    List<String> linesWith(String part) {
        return seen.stream().map(Seen::line).filter(line -> line.contains(part)).toList();
    }

    void managementOff() {
        managementOff = true;
    }

    void callbackPortBusy() {
        callbackPortBusy = true;
    }

    void deviceFlowFails() {
        deviceFlowFails = true;
    }

    void hang() {
        hanging = true;
    }

    void answerEverywhere(@Nullable Answer answer) {
        everywhere = answer;
    }

    synchronized void putFile(String name, String type, String modified, Object... members) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", name);
        entry.put("type", type);
        entry.put("status", "active");
        entry.put("modtime", modified);
        for (int i = 0; i < members.length; i += 2) {
            entry.put((String) members[i], members[i + 1]);
        }
        files.put(name, entry);
    }

    synchronized List<String> fileNames() {
        return List.copyOf(files.keySet());
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        URI uri = exchange.getRequestURI();
        String key = exchange.getRequestHeaders().getFirst("Authorization");
        seen.add(new Seen(exchange.getRequestMethod() + " " + uri, key != null));
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (hanging) {
            awaitClose();
        }
        Answer fixed = everywhere;
        Answer answer = fixed == null ? answer(exchange, uri, key, body) : fixed;
        if (uri.getPath().startsWith(BASE) && answer.status() != 404) {
            exchange.getResponseHeaders().set("X-CPA-VERSION", profile.version);
        }
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }

    private Answer answer(HttpExchange exchange, URI uri, @Nullable String key, String body) throws IOException {
        String path = uri.getPath();
        Map<String, String> query = query(uri);
        if ("/kiro/callback".equals(path) && profile.isPlus()) {
            return logins.openCallback(query);
        }
        if (!path.startsWith(BASE) || managementOff) {
            return unrouted();
        }
        String route = path.substring(BASE.length());
        boolean known = isKnown(route);
        if (!known && profile.isPlus()) {
            return unrouted();
        }
        if (!("oauth-callback".equals(route) && !profile.isPlus())) {
            Answer refusal = refusal(key);
            if (refusal != null) {
                return refusal;
            }
        }
        return known ? route(exchange.getRequestMethod(), route, query, body) : unrouted();
    }

    private Answer route(String method, String route, Map<String, String> query, String body) throws IOException {
        if (route.endsWith("-auth-url")) {
            if (query.containsKey("is_webui") && callbackPortBusy) {
                return Answer.json(500, "error", "failed to start callback server");
            }
            if (deviceFlowFails) {
                return Answer.json(500, "error", "failed to initiate device flow");
            }
            return logins.start(route.substring(0, route.length() - "-auth-url".length()), query);
        }
        return switch (route) {
            case "get-auth-status" -> logins.status(query.get("state"));
            case "oauth-callback" -> logins.callback(JsonText.readObject(body));
            case "oauth-session" -> logins.cancel(query.get("state"));
            default -> files(method, query, body);
        };
    }

    private synchronized Answer files(String method, Map<String, String> query, String body) throws IOException {
        String name = query.getOrDefault("name", "");
        return switch (method) {
            case "GET" -> Answer.json(200, "files", List.copyOf(files.values()));
            case "DELETE" ->
                files.remove(name) == null
                        ? Answer.json(404, "error", "file not found")
                        : Answer.json(200, "status", "ok");
            default -> {
                putFile(name, String.valueOf(JsonText.readObject(body).get("type")), "2026-11-22T10:00:00Z");
                yield Answer.json(200, "status", "ok");
            }
        };
    }

    private boolean isKnown(String route) {
        if (route.endsWith("-auth-url")) {
            return profile.routes.contains(route.substring(0, route.length() - "-auth-url".length()));
        }
        return switch (route) {
            case "get-auth-status", "oauth-callback", "auth-files" -> true;
            case "oauth-session" -> !profile.isPlus();
            default -> false;
        };
    }

    // Only the mainline counts this machine's failures, missing keys among them.
    private synchronized @Nullable Answer refusal(@Nullable String key) {
        if (failures >= 5) {
            return Answer.json(403, "error", "IP banned due to too many failed attempts. Try again in 30m0s");
        }
        if (("Bearer " + KEY).equals(key)) {
            failures = 0;
            return null;
        }
        failures += profile.isPlus() ? 0 : 1;
        return Answer.json(401, "error", key == null ? "missing management key" : "invalid management key");
    }

    private Answer unrouted() {
        return Answer.text(404, profile.isPlus() ? "404 page not found" : "");
    }

    private void awaitClose() {
        try {
            closing.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("The server was closed.", interrupted));
        }
    }

    private static Map<String, String> query(URI uri) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (uri.getRawQuery() != null) {
            for (String pair : uri.getRawQuery().split("&", -1)) {
                String[] parts = pair.split("=", 2);
                parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }
}
