package dev.flowgate.process.install;

import dev.flowgate.secret.Secret;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Requests to a release server, which end in time. Redirects are followed here, not by the client, so that each address is
 * checked and the token goes to the API's server alone.
 */
final class ReleaseHttp {
    private static final int REDIRECTS = 5;
    private static final int MAX_TEXT = 8 * 1024 * 1024;

    private final HttpClient client;
    private final URI api;
    private final @Nullable Secret token;
    private final HttpLimits limits;

    ReleaseHttp(URI api, @Nullable Secret token, HttpLimits limits) {
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(limits.head())
                .build();
        this.api = api;
        this.token = token;
        this.limits = limits;
    }

    /**
     * An answer whose body is still to come.
     *
     * @param address where it came from in the end
     */
    record Answer(int status, HttpHeaders headers, ChunkedBody body, URI address) implements AutoCloseable {
        Optional<String> header(String name) {
            return headers.firstValue(name);
        }

        @Override
        public void close() {
            body.close();
        }
    }

    /**
     * Sends a GET request and follows redirects.
     *
     * @throws InstallException if an address is not safe to fetch from, or TLS is not agreed on: to try again is no use
     * @throws IOException if there was no answer; the message says from whom and why
     */
    Answer open(URI address, Map<String, String> headers) throws IOException, InterruptedException {
        URI next = address;
        for (int hop = 0; hop <= REDIRECTS; hop++) {
            if (!SafeAddress.allows(next)) {
                throw new InstallException("Programs are fetched by https only, not from " + SafeAddress.shown(next)
                        + (hop == 0 ? "." : ", to which " + SafeAddress.shown(address) + " redirects."));
            }
            Answer answer = send(next, headers);
            Optional<String> location = answer.header("location");
            if (answer.status() / 100 != 3 || location.isEmpty()) {
                return answer;
            }
            answer.close();
            try {
                next = next.resolve(location.get());
            } catch (IllegalArgumentException invalid) {
                throw new IOException(SafeAddress.shown(next) + " redirects to something that is no address.", invalid);
            }
        }
        throw new InstallException(SafeAddress.shown(address) + " redirects more than " + REDIRECTS + " times.");
    }

    /** Reads the rest of an answer as a text of a bounded size. */
    String text(Answer answer) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + limits.text().toNanos();
        byte[] collected = new byte[0];
        while (true) {
            Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
            List<ByteBuffer> piece = answer.body().next(left.compareTo(limits.stall()) < 0 ? left : limits.stall());
            if (piece == null) {
                return new String(collected, StandardCharsets.UTF_8);
            }
            collected = joined(collected, piece);
            if (collected.length > MAX_TEXT) {
                throw new IOException(SafeAddress.shown(answer.address()) + " answers with more than "
                        + InstallStorage.size(MAX_TEXT) + ".");
            }
        }
    }

    HttpLimits limits() {
        return limits;
    }

    private static byte[] joined(byte[] before, List<ByteBuffer> piece) {
        int more = piece.stream().mapToInt(ByteBuffer::remaining).sum();
        ByteBuffer all = ByteBuffer.allocate(before.length + more).put(before);
        piece.forEach(all::put);
        return all.array();
    }

    private Answer send(URI address, Map<String, String> headers) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).timeout(limits.head()).header("User-Agent", "flowgate");
        headers.forEach(request::header);
        if (token != null && SafeAddress.sameServer(address, api)) {
            request.header("Authorization", "Bearer " + token.reveal());
        }
        CompletableFuture<HttpResponse<ChunkedBody>> exchange =
                client.sendAsync(request.build(), head -> new ChunkedBody());
        boolean answered = false;
        try {
            HttpResponse<ChunkedBody> response = exchange.get(limits.head().toNanos(), TimeUnit.NANOSECONDS);
            answered = true;
            return new Answer(response.statusCode(), response.headers(), response.body(), address);
        } catch (TimeoutException late) {
            throw new IOException(
                    server(address) + " did not answer within " + limits.head().toSeconds() + " s.", late);
        } catch (ExecutionException failure) {
            throw describe(address, failure.getCause());
        } finally {
            if (!answered) {
                exchange.cancel(true);
            }
        }
    }

    private IOException describe(URI address, @Nullable Throwable cause) {
        if (cause instanceof SSLException) {
            throw new InstallException(
                    server(address) + " and FlowGate did not agree on TLS: " + cause.getMessage()
                            + ". Check the address, and that the JVM trusts the server's certificate.",
                    cause);
        }
        if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
            return new IOException(
                    server(address)
                            + " cannot be reached. Check the address, the network, and whether a proxy is needed"
                            + " (FLOWGATE_JAVA_OPTIONS=-Dhttps.proxyHost=... -Dhttps.proxyPort=...).",
                    cause);
        }
        return new IOException("The connection to " + server(address) + " was lost before it answered.", cause);
    }

    private static String server(URI address) {
        return SafeAddress.server(address);
    }
}
