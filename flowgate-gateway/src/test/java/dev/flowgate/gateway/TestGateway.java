package dev.flowgate.gateway;

import dev.flowgate.event.FlowGateEvent;
import dev.flowgate.litellm.LiteLlmConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A running gateway with a client for it. */
final class TestGateway implements AutoCloseable {
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Gateway gateway;
    private final List<FlowGateEvent> events = new CopyOnWriteArrayList<>();

    private TestGateway(LiteLlmConfig config, UnaryOperator<GatewayBuilder> more) {
        GatewayBuilder builder = Gateway.builder()
                .litellm(config)
                .profile("test")
                .port(0)
                .eventLoopThreads(2)
                .events(events::add)
                .drainTimeout(Duration.ofSeconds(1));
        gateway = more.apply(builder).build().start();
    }

    static TestGateway start(LiteLlmConfig config) {
        return new TestGateway(config, builder -> builder);
    }

    static TestGateway start(LiteLlmConfig config, UnaryOperator<GatewayBuilder> more) {
        return new TestGateway(config, more);
    }

    Gateway gateway() {
        return gateway;
    }

    List<FlowGateEvent> events() {
        return events;
    }

    HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(gateway.baseUri() + path)).timeout(Duration.ofSeconds(15));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request;
    }

    HttpResponse<String> post(String path, String body, String... headers) {
        return send(request(path, headers)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    HttpResponse<String> get(String path, String... headers) {
        return send(request(path, headers).GET().build());
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** A chat request for a model, with more members if wanted. */
    static String chat(String model, String... members) {
        String more = members.length == 0 ? "" : "," + String.join(",", members);
        return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]" + more + "}";
    }

    /** Sends bytes and reads until the gateway closes or resets the connection. */
    RawAnswer raw(String bytes) {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return RawAnswer.read(socket);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    /** The bytes of a POST request. */
    static String rawPost(String path, String body, String... headers) {
        return "POST " + path + " HTTP/1.1\r\nhost: localhost\r\ncontent-length: " + body.length() + "\r\n"
                + String.join(
                        "",
                        List.of(headers).stream().map(header -> header + "\r\n").toList()) + "\r\n" + body;
    }

    @Override
    public void close() {
        gateway.close();
    }
}
