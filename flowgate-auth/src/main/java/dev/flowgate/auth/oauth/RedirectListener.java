package dev.flowgate.auth.oauth;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.flowgate.auth.spi.AuthException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Listens on the loopback interface for the one answer that a login waits for (RFC 8252, section 7.3). What does not belong
 * to the login is turned away and changes nothing.
 */
final class RedirectListener implements AutoCloseable {
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int CONFLICT = 409;

    /** Browsers open a few connections at once, some of them idle. */
    private static final int MAX_THREADS = 8;

    private final RedirectSettings settings;
    private final RedirectCheck check;
    private final HttpServer server;
    private final ExecutorService threads;
    private final AtomicBoolean answered = new AtomicBoolean();
    private volatile @Nullable RedirectAnswer answer;
    private volatile @Nullable String stray;

    private RedirectListener(
            RedirectSettings settings, RedirectCheck check, HttpServer server, ExecutorService threads) {
        this.settings = settings;
        this.check = check;
        this.server = server;
        this.threads = threads;
    }

    /**
     * Starts to listen.
     *
     * @throws AuthException if the configured port is taken
     * @throws IOException if no port can be had
     */
    static RedirectListener open(RedirectSettings settings, String portSetting, RedirectCheck check)
            throws IOException {
        HttpServer server;
        try {
            InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            server = HttpServer.create(new InetSocketAddress(loopback, settings.port()), 0);
        } catch (BindException taken) {
            throw new AuthException(
                    "Port " + settings.port() + " of this machine, where the browser is to end (" + portSetting
                            + "), is taken. End the program that has it, such as another login, and try again.",
                    taken);
        }
        var threads = new ThreadPoolExecutor(0, MAX_THREADS, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, "flowgate-login-redirect");
            thread.setDaemon(true);
            return thread;
        });
        var listener = new RedirectListener(settings, check, server, threads);
        server.setExecutor(threads);
        server.createContext("/", listener::handle);
        // The server's own thread is a daemon only if the one that starts it is.
        CompletableFuture.runAsync(server::start, threads).join();
        return listener;
    }

    /** The address that the provider is to send the browser to. */
    URI address() {
        return URI.create(
                "http://" + settings.host() + ":" + server.getAddress().getPort() + settings.path());
    }

    /** What the login waits for; empty until it has arrived. */
    Optional<RedirectAnswer> answer() {
        return Optional.ofNullable(answer);
    }

    /** Why what arrived last did not belong to the login; empty when nothing such has. */
    Optional<String> stray() {
        return Optional.ofNullable(stray);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!settings.path().equals(exchange.getRequestURI().getPath())) {
                reply(exchange, NOT_FOUND, "Nothing here", "FlowGate waits for a login at another address.");
            } else if (!exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET");
                reply(exchange, METHOD_NOT_ALLOWED, "Not allowed", "A login ends here with GET.");
            } else {
                receive(exchange, check.judge(exchange.getRequestURI().getRawQuery()));
            }
        }
    }

    private void receive(HttpExchange exchange, RedirectAnswer received) throws IOException {
        if (received instanceof RedirectAnswer.Stray other) {
            stray = other.reason();
            reply(
                    exchange,
                    BAD_REQUEST,
                    "Not this login",
                    other.reason() + " FlowGate goes on waiting for the right one.");
            return;
        }
        if (!answered.compareAndSet(false, true)) {
            reply(exchange, CONFLICT, "Already answered", "FlowGate has the answer to this login already.");
            return;
        }
        try {
            if (received instanceof RedirectAnswer.Code) {
                reply(
                        exchange,
                        OK,
                        "Received",
                        "FlowGate has the answer and completes the login; the terminal says how it ended."
                                + " You can close this page.");
            } else {
                String reason = received instanceof RedirectAnswer.Refused refused
                        ? "The provider says " + refused.error().words() + "."
                        : ((RedirectAnswer.Mistrusted) received).reason();
                reply(exchange, BAD_REQUEST, "Not logged in", reason + " The terminal says what to do.");
            }
        } finally {
            // Only now: whoever sees the answer may close the listener, and the browser is to have its page before.
            answer = received;
        }
    }

    private static void reply(HttpExchange exchange, int status, String title, String text) throws IOException {
        byte[] page = RedirectPage.render(title, text);
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "text/html; charset=utf-8");
        headers.set("Cache-Control", "no-store");
        headers.set("Content-Security-Policy", "default-src 'none'");
        // The address of this page holds the code.
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Connection", "close");
        boolean headOnly = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, headOnly ? -1 : page.length);
        if (!headOnly) {
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(page);
            }
        }
    }
}
