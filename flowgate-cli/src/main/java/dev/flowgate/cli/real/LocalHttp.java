package dev.flowgate.cli.real;

import dev.flowgate.secret.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Asks a service on this machine: past every proxy, within a time that counts the body too, for a bounded answer. */
public final class LocalHttp {
    private static final int MAX_BODY = 4 * 1024 * 1024;

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(ProxySelector.of(null))
            .build();

    private LocalHttp() {}

    /** What was answered. */
    public record Answer(int status, HttpHeaders headers, String body) {}

    /**
     * Asks by GET.
     *
     * @param key sent as the bearer; null for none
     * @throws IOException if there is no complete answer in time; the message says which
     */
    public static Answer get(URI address, @Nullable Secret key, Duration limit)
            throws IOException, InterruptedException {
        return ask(HttpRequest.newBuilder(address), key, limit);
    }

    /**
     * Asks by POST.
     *
     * @param key sent as the bearer; null for none
     * @param body what is sent, JSON
     * @throws IOException if there is no complete answer in time; the message says which
     */
    public static Answer post(URI address, @Nullable Secret key, String body, Duration limit)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        return ask(request, key, limit);
    }

    private static Answer ask(HttpRequest.Builder request, @Nullable Secret key, Duration limit)
            throws IOException, InterruptedException {
        request.timeout(limit);
        if (key != null) {
            request.header("Authorization", "Bearer " + key.reveal());
        }
        HttpRequest question = request.build();
        URI address = question.uri();
        CompletableFuture<HttpResponse<InputStream>> exchange =
                CLIENT.sendAsync(question, BodyHandlers.ofInputStream());
        CompletableFuture<Answer> answer = exchange.thenApplyAsync(LocalHttp::read);
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new IOException(address + " did not answer within " + limit.toSeconds() + " s", late);
        } catch (ExecutionException failed) {
            throw new IOException(address + " gave no complete answer", failed.getCause());
        } finally {
            exchange.cancel(true);
        }
    }

    private static Answer read(HttpResponse<InputStream> response) {
        try (InputStream body = response.body()) {
            byte[] bytes = body.readNBytes(MAX_BODY + 1);
            if (bytes.length > MAX_BODY) {
                throw new IllegalStateException("longer than " + MAX_BODY + " bytes");
            }
            return new Answer(response.statusCode(), response.headers(), new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException cut) {
            throw new IllegalStateException(cut);
        }
    }
}
