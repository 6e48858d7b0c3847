package dev.flowgate.auth;

import dev.flowgate.FlowGateException;
import dev.flowgate.auth.http.ServerText;
import dev.flowgate.config.AuthProviderConfig;
import dev.flowgate.config.PathsConfig;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.event.FlowGateEvent;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What all providers of a configuration share.
 *
 * @param providers {@code auth.providers}, by name
 * @param services {@code services}, by name
 * @param client makes the client for requests, or returns the one there is
 */
record Surroundings(
        Map<String, AuthProviderConfig> providers,
        Map<String, ServiceConfig> services,
        PathsConfig paths,
        Path baseDirectory,
        AuthMethodRegistry registry,
        FileCredentialStore store,
        Supplier<HttpClient> client,
        Clock clock,
        RandomGenerator random,
        UnaryOperator<@Nullable String> environment,
        Consumer<FlowGateEvent> events) {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    HttpClient http() {
        return client.get();
    }

    /** The folder of the locks: beside what they guard, which configurations with different runtime folders may share. */
    Path lockDirectory() {
        return paths.credentialDirectory().resolve(".locks");
    }

    /** Prepares an operation that records how it ends; what keeps it from beginning is recorded here. */
    <T> T recordingFailure(String event, String provider, Supplier<T> preparation) {
        try {
            return preparation.get();
        } catch (FlowGateException failure) {
            events.accept(FlowGateEvent.of(event)
                    .withProvider(ServerText.quote(provider))
                    .withResult("failed")
                    .withDetail(ServerText.reason(failure)));
            throw failure;
        }
    }

    /** A client that carries no key to where a redirect points. */
    static HttpClient defaultClient() {
        return HttpClient.newBuilder()
                .connectTimeout(CONNECT_LIMIT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }
}
