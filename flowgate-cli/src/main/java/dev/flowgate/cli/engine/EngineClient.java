package dev.flowgate.cli.engine;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Sends the cases to one engine. */
final class EngineClient {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String AUTHORIZATION = "authorization";

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final URI base;
    private final String key;
    private final ScriptedUpstream upstream;

    /**
     * Creates a client.
     *
     * @param key the master key of the engine
     * @param upstream where its deployments are
     */
    EngineClient(URI base, String key, ScriptedUpstream upstream) {
        this.base = base;
        this.key = key;
        this.upstream = upstream;
    }

    /** Sends a case, as often as it says; returns the last answer. */
    Answer send(CheckCase check) throws InterruptedException {
        int seen = upstream.requests();
        HttpRequest request = request(check);
        for (int i = 0; i < check.before(); i++) {
            exchange(request, seen);
        }
        return exchange(request, seen);
    }

    private Answer exchange(HttpRequest request, int seen) throws InterruptedException {
        HttpResponse<BodyAsItCame.Body> response;
        try {
            response = http.send(request, unused -> new BodyAsItCame());
        } catch (IOException noAnswer) {
            return new Answer(0, Map.of(), "", false, upstream.requests() - seen);
        }
        Map<String, String> headers = new TreeMap<>();
        response.headers().map().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        return new Answer(
                response.statusCode(),
                headers,
                response.body().text(),
                response.body().isWhole(),
                upstream.requests() - seen);
    }

    private HttpRequest request(CheckCase check) {
        String body = check.body();
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(check.path()))
                .timeout(PATIENCE)
                .method(check.method(), body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        check.headers().forEach(request::header);
        switch (check.key()) {
            case BEARER -> request.header(AUTHORIZATION, "Bearer " + key);
            case X_API_KEY -> request.header("x-api-key", key);
            case WRONG -> request.header(AUTHORIZATION, "Bearer sk-wrong");
            case WITHOUT_SCHEME -> request.header(AUTHORIZATION, key);
            case NONE -> {
                // Whoever has no key sends no header.
            }
        }
        return request.build();
    }
}
