package dev.flowgate.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The other side of logins, as far as the command line's tests need it: a device flow (RFC 8628) that is approved at the
 * second look or refused, a CLIProxyAPI with a codex login, and a place that checks keys. Everything secret that it gives
 * out bears the mark; what it refuses it echoes, as careless servers do.
 */
final class LoginServer implements AutoCloseable {
    /** Stands in every secret. */
    static final String MARK = "marker-secret-";

    private static final String MANAGEMENT = "/v0/management/";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private int looks;
    private int codexLooks;

    private LoginServer(HttpServer server) {
        this.server = server;
    }

    static LoginServer start() throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        LoginServer server = new LoginServer(http);
        http.setExecutor(server.threads);
        http.createContext("/", server::handle);
        http.start();
        return server;
    }

    int port() {
        return server.getAddress().getPort();
    }

    String address() {
        return "http://127.0.0.1:" + port();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String key = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        String path = exchange.getRequestURI().getPath();
        if (path.startsWith(MANAGEMENT)) {
            exchange.getResponseHeaders().set("X-CPA-VERSION", "7.2.140");
        }
        Reply reply = reply(path, request, key);
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
        try (exchange) {
            exchange.getResponseBody().write(body);
        }
    }

    private record Reply(int status, String body) {}

    private synchronized Reply reply(String path, String request, String key) {
        return switch (path) {
            case "/device" -> {
                looks = 0;
                yield new Reply(200, """
                        {"device_code": "%sdevice", "user_code": "WDJB-MJHT", "expires_in": 60, "interval": 1,
                         "verification_uri": "%s/activate"}""".formatted(MARK, address()));
            }
            case "/token" ->
                ++looks < 2
                        ? new Reply(400, "{\"error\": \"authorization_pending\"}")
                        : new Reply(200, """
                                {"access_token": "%1$saccess", "refresh_token": "%1$srefresh", "token_type": "Bearer",
                                 "expires_in": 3600}""".formatted(MARK));
            case "/refused" ->
                new Reply(
                        400,
                        "{\"error\": \"access_denied\", \"error_description\": \"You sent %s\"}"
                                .formatted(request.replace("\"", "'")));
            case "/key-check" -> new Reply(401, "{\"error\": \"No such key: " + key + "\"}");
            default ->
                path.startsWith(MANAGEMENT) ? management(path.substring(MANAGEMENT.length()), key) : new Reply(404, "");
        };
    }

    private Reply management(String route, String key) {
        if (!key.startsWith("Bearer " + MARK)) {
            return new Reply(401, "{\"error\": \"invalid management key\"}");
        }
        return switch (route) {
            case "codex-auth-url" -> {
                codexLooks = 0;
                yield new Reply(
                        200,
                        "{\"status\": \"ok\", \"state\": \"state1\", \"url\": \"https://login.example/?a=1\\u0026b=2\"}");
            }
            case "get-auth-status" ->
                new Reply(200, ++codexLooks < 2 ? "{\"status\": \"wait\"}" : "{\"status\": \"ok\"}");
            case "auth-files" -> new Reply(200, codexLooks < 2 ? "{\"files\": []}" : """
                    {"files": [{"id": "codex-ada@example.com.json", "name": "codex-ada@example.com.json", "type": "codex",
                     "provider": "codex", "status": "active", "email": "ada@example.com",
                     "modtime": "2036-01-01T00:00:00Z"}]}""");
            default -> new Reply(404, "");
        };
    }
}
