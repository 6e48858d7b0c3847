package dev.flowgate.auth.http;

import dev.flowgate.auth.spi.AuthException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests that end: within a time that counts the body too, which {@link HttpRequest.Builder#timeout} does not,
 * and with an answer of a bounded size. An interrupt ends them at once.
 */
public final class BoundedHttp {
    /** How long a request may take until the last byte of its answer. */
    public static final Duration LIMIT = Duration.ofSeconds(20);

    /** How many bytes an answer may have. */
    public static final int MAX_BODY = 512 * 1024;

    private BoundedHttp() {}

    /**
     * Sends a request.
     *
     * @param client the client
     * @param request the request, without a timeout
     * @return the answer, whatever its status
     * @throws NotTakenException if the server was not reached
     * @throws IOException if the answer was lost, late or too long
     * @throws AuthException if there was no agreement on TLS, as with a certificate that is not trusted
     * @throws InterruptedException if the thread is interrupted
     */
    public static HttpAnswer send(HttpClient client, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return send(client, request, LIMIT);
    }

    /**
     * Sends a request that may take another time than {@link #LIMIT}.
     *
     * @param client the client
     * @param builder the request, without a timeout
     * @param limit how long it may take until the last byte of its answer
     * @return the answer, whatever its status
     * @throws NotTakenException if the server was not reached
     * @throws IOException if the answer was lost, late or too long
     * @throws AuthException if there was no agreement on TLS, as with a certificate that is not trusted
     * @throws InterruptedException if the thread is interrupted
     */
    public static HttpAnswer send(HttpClient client, HttpRequest.Builder builder, Duration limit)
            throws IOException, InterruptedException {
        HttpRequest request = builder.timeout(limit).build();
        CompletableFuture<HttpResponse<byte[]>> exchange =
                client.sendAsync(request, head -> new LimitedBody(MAX_BODY, server(request.uri())));
        try {
            HttpResponse<byte[]> response = exchange.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return new HttpAnswer(response.statusCode(), response.headers(), response.body());
        } catch (TimeoutException late) {
            throw late(request.uri(), limit);
        } catch (ExecutionException failure) {
            throw describe(request.uri(), limit, failure.getCause());
        } finally {
            exchange.cancel(true);
        }
    }

    /** The client's own texts are empty or speak of its parts; these say what to look at. */
    private static IOException describe(URI address, Duration limit, @Nullable Throwable cause) {
        if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
            return new NotTakenException(
                    server(address) + " cannot be reached. Check the address and the network.", cause);
        }
        if (cause instanceof SSLHandshakeException) {
            throw new AuthException(
                    server(address) + " and FlowGate did not agree on TLS: "
                            + ServerText.quote(String.valueOf(cause.getMessage()))
                            + ". Check the address, and that the JVM trusts the server's certificate.",
                    cause);
        }
        if (cause instanceof HttpTimeoutException) {
            return late(address, limit);
        }
        if (cause instanceof AnswerTooLongException tooLong) {
            return tooLong;
        }
        return new IOException(
                "The connection to " + server(address) + " failed before its answer was complete.", cause);
    }

    private static HttpTimeoutException late(URI address, Duration limit) {
        return new HttpTimeoutException(server(address) + " did not answer within " + limit.toSeconds() + " s.");
    }

    /** The address without what may be a secret: path and query. */
    private static String server(URI address) {
        return address.getScheme() + "://" + address.getHost() + (address.getPort() < 0 ? "" : ":" + address.getPort());
    }
}
