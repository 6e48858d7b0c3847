package example.ticket;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A broker whose tickets are confirmed at the second look. */
final class FakeBroker implements AutoCloseable {
    private final HttpServer server;
    private final AtomicInteger looks = new AtomicInteger();

    FakeBroker() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.createContext("/tickets", exchange -> answer(exchange, "ticket=T-7\npage=" + address() + "/t/T-7\n"));
        server.createContext("/tickets/look", exchange -> answer(
                exchange,
                looks.incrementAndGet() < 2
                        ? "state=open\n"
                        : "state=confirmed\ntoken=marker-token\nrenewal=marker-renewal\nseconds=60\nperson=ada\n"));
        server.createContext("/renew", exchange -> answer(
                exchange, "token=marker-renewed\nrenewal=marker-next\nseconds=3600\nperson=ada\n"));
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
