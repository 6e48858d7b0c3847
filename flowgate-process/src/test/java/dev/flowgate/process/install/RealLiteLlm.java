package dev.flowgate.process.install;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.flowgate.process.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.slf4j.LoggerFactory;

/** A real LiteLLM proxy on loopback, in front of an upstream that always gives the same answers. */
final class RealLiteLlm implements AutoCloseable {
    static final String KEY = "sk-of-this-test";

    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final String CHUNK = "data: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,"
            + "\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}\n\n";

    private final HttpServer upstream;
    private final Process process;
    private final URI address;

    private RealLiteLlm(HttpServer upstream, Process process, URI address) {
        this.upstream = upstream;
        this.process = process;
        this.address = address;
    }

    /** Starts it with nothing in its environment but a home folder, and waits until it is alive. */
    static RealLiteLlm start(Path command, Path folder) throws IOException, InterruptedException {
        HttpServer upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        upstream.createContext("/v1/chat/completions", RealLiteLlm::answer);
        upstream.start();
        int port = FreePort.next();
        Path config = Files.writeString(folder.resolve("config.yaml"), """
                model_list:
                  - model_name: assistant
                    litellm_params:
                      model: openai/m
                      api_base: http://127.0.0.1:%d/v1
                      api_key: sk-upstream
                general_settings: {master_key: %s}
                """.formatted(
                        upstream.getAddress().getPort(), KEY));
        ProcessBuilder builder = new ProcessBuilder(
                command.toString(),
                "--config",
                config.toString(),
                "--host",
                "127.0.0.1",
                "--port",
                String.valueOf(port));
        builder.directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("litellm.log").toFile());
        builder.environment().clear();
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("LITELLM_LOCAL_MODEL_COST_MAP", "True");
        builder.environment().put("LITELLM_MODE", "PRODUCTION");
        long before = System.nanoTime();
        RealLiteLlm server = new RealLiteLlm(upstream, builder.start(), URI.create("http://127.0.0.1:" + port));
        try {
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(200))
                    .atMost(START_LIMIT)
                    .failFast(() -> {
                        if (!server.process.isAlive()) {
                            throw new AssertionError(
                                    "LiteLLM ended: " + Files.readString(folder.resolve("litellm.log")));
                        }
                    })
                    .until(server::isUp);
        } catch (RuntimeException failed) {
            server.close();
            throw failed;
        }
        LoggerFactory.getLogger(RealLiteLlm.class)
                .info("LiteLLM was up after {} ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before));
        return server;
    }

    URI address() {
        return address;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
        }
        upstream.stop(0);
    }

    private boolean isUp() throws InterruptedException {
        try {
            return HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(address.resolve("/health/liveliness"))
                                            .timeout(Duration.ofSeconds(5))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean streamed = request.replace(" ", "").contains("\"stream\":true");
        String body = streamed
                ? CHUNK.formatted("{\"role\":\"assistant\",\"content\":\"mocked \"}", "null")
                        + CHUNK.formatted("{\"content\":\"in pieces\"}", "null")
                        + CHUNK.formatted("{}", "\"stop\"") + "data: [DONE]\n\n"
                : "{\"id\":\"1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,"
                        + "\"message\":{\"role\":\"assistant\",\"content\":\"mocked\"},\"finish_reason\":\"stop\"}],"
                        + "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2}}";
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", streamed ? "text/event-stream" : "application/json");
        exchange.sendResponseHeaders(200, content.length);
        exchange.getResponseBody().write(content);
        exchange.close();
    }
}
