package dev.flowgate.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A program in the place of CLIProxyAPI, as far as the documentation's commands need it: it is ready, answers completions,
 * and lets in whoever has the management key that it was started with. As {@code main} it is a process of its own, which a
 * FlowGate supervises; its argument is the port.
 */
final class StandInProxy {
    private static final String MANAGEMENT = "/v0/management/";

    private StandInProxy() {}

    public static void main(String[] arguments) throws IOException {
        HttpServer server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0])), 0);
        server.createContext("/", StandInProxy::handle);
        server.start();
    }

    /** Returns the shell command that runs it, up to its argument. */
    static String command() throws Exception {
        Path classes = Path.of(StandInProxy.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return "'" + java + "' -XX:TieredStopAtLevel=1 -cp '" + classes + "' " + StandInProxy.class.getName();
    }

    private static void handle(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        if (path.startsWith(MANAGEMENT)) {
            exchange.getResponseHeaders().set("X-CPA-VERSION", "7.2.140");
            String key = "Bearer " + System.getenv("MANAGEMENT_PASSWORD");
            boolean known = key.equals(exchange.getRequestHeaders().getFirst("Authorization"));
            answer(exchange, known ? 200 : 401, known ? "{\"files\": []}" : "{\"error\": \"invalid management key\"}");
        } else if (path.endsWith("/chat/completions")) {
            answer(exchange, 200, """
                    {"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"gpt-5-codex",\
                    "choices":[{"index":0,"message":{"role":"assistant","content":"Hello."},"finish_reason":"stop"}]}""");
        } else {
            answer(exchange, 200, "{\"status\": \"ok\"}");
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }
}
