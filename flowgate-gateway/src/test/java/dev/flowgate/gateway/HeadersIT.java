package dev.flowgate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.litellm.DeploymentConfig;
import dev.flowgate.litellm.ModelInfo;
import dev.flowgate.litellm.Provider;
import dev.flowgate.secret.SecretReference;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the engine says in the headers of its answers, and what it obeys in those of requests. */
@Timeout(30)
class HeadersIT {
    private static final String CHAT = "/v1/chat/completions";
    private static final String STREAM = "\"stream\":true";

    private final FakeUpstream upstream = FakeUpstream.answering("{}");
    private final TestGateway gateway = TestGateway.start(Configs.of(
            Configs.router(0, Map.of("gpt", List.of("spare"))),
            Configs.openAi("gpt", "d1", URI.create(upstream.base() + "?key=secret")),
            Configs.openAi("spare", "d2", upstream.base()),
            Configs.openAi("alone", "d4", upstream.base()),
            Configs.anthropic("claude", "d3", upstream.root()),
            Configs.mock("demo", "d5", "hello")));

    @AfterEach
    void stop() {
        gateway.close();
        upstream.close();
    }

    private static Optional<String> litellm(HttpHeaders headers, String name) {
        return headers.firstValue("x-litellm-" + name);
    }

    @Test
    void describesAnAnswer() {
        HttpHeaders headers = gateway.post(CHAT, TestGateway.chat("gpt")).headers();

        assertThat(litellm(headers, "model-id")).hasValue("d1");
        assertThat(litellm(headers, "model-api-base")).hasValue(upstream.base().toString());
        assertThat(litellm(headers, "model-group")).hasValue("gpt");
        assertThat(litellm(headers, "response-duration-ms"))
                .hasValueSatisfying(millis -> assertThat(Long.parseLong(millis)).isBetween(0L, 30_000L));
    }

    @Test
    void measuresTheTimeToTheHeadOfAStream() {
        upstream.always(call -> {
            call.beginStream();
            call.chunk("data: [DONE]\n\n");
            call.endStream();
        });

        HttpHeaders headers =
                gateway.post(CHAT, TestGateway.chat("gpt", STREAM)).headers();

        assertThat(litellm(headers, "response-duration-ms")).isPresent();
        assertThat(litellm(headers, "model-api-base")).isPresent();
    }

    @Test
    void saysNoAddressOfAMock() {
        HttpHeaders headers = gateway.post(CHAT, TestGateway.chat("demo")).headers();

        assertThat(litellm(headers, "model-id")).hasValue("d5");
        assertThat(litellm(headers, "model-api-base")).isEmpty();
    }

    @Test
    void describesWhoFailedLast() {
        upstream.always(call -> call.json(500, "{}"));

        HttpHeaders headers = gateway.post(CHAT, TestGateway.chat("gpt"), "x-litellm-call-id", "c1")
                .headers();

        assertThat(litellm(headers, "call-id")).hasValue("c1");
        assertThat(litellm(headers, "model-id")).hasValue("d2");
        assertThat(litellm(headers, "attempted-fallbacks")).hasValue("1");
        assertThat(litellm(headers, "response-duration-ms")).isPresent();
        assertThat(headers.allValues("x-litellm-call-id")).hasSize(1);
    }

    @Test
    void passesLimitsAndIdsOnFromTheUpstream() {
        upstream.always(call -> call.json(
                429,
                "{}",
                "request-id: req_1",
                "retry-after: 3",
                "retry-after-ms: 2500",
                "x-should-retry: true",
                "x-ratelimit-remaining-tokens: 5",
                "anthropic-ratelimit-requests-remaining: 0"));

        HttpHeaders headers =
                gateway.post("/v1/messages", TestGateway.chat("claude")).headers();

        assertThat(headers.firstValue("request-id")).hasValue("req_1");
        assertThat(headers.firstValue("retry-after")).hasValue("3");
        assertThat(headers.firstValue("retry-after-ms")).hasValue("2500");
        assertThat(headers.firstValue("x-should-retry")).hasValue("true");
        assertThat(headers.firstValue("x-ratelimit-remaining-tokens")).hasValue("5");
        assertThat(headers.firstValue("anthropic-ratelimit-requests-remaining")).hasValue("0");
    }

    @Test
    void discouragesRetriesOnlyWhereNothingButAnotherConfigurationHelps() {
        for (int status : List.of(401, 403, 404)) {
            upstream.then(call -> call.json(status, "{}"));
            assertThat(shouldRetry("claude", "/v1/messages?" + status)).hasValue("false");
            gateway.gateway().reload(Configs.of(Configs.anthropic("claude", "d" + status, upstream.root())), "next");
        }
        upstream.then(call -> call.json(404, "{}", "x-should-retry: true"));
        assertThat(shouldRetry("claude", "/v1/messages")).hasValue("true");
        for (int status : List.of(400, 429, 500, 529)) {
            gateway.gateway().reload(Configs.of(Configs.anthropic("claude", "e" + status, upstream.root())), "next");
            upstream.always(call -> call.json(status, "{}"));
            assertThat(shouldRetry("claude", "/v1/messages")).isEmpty();
        }
        var keyless = Configs.entry(
                "gpt", "k", "openai", upstream.base(), SecretReference.parse("os.environ/NO_KEY"), null, null);
        gateway.gateway().reload(Configs.of(keyless), "next");
        assertThat(shouldRetry("gpt", CHAT)).hasValue("false");
    }

    private Optional<String> shouldRetry(String model, String path) {
        return gateway.post(path, TestGateway.chat(model, "\"num_retries\":0"))
                .headers()
                .firstValue("x-should-retry");
    }

    @Test
    void obeysTheHeadersOfTheRequest() {
        upstream.always(call -> call.json(503, "{}", "retry-after: 0.01"));
        assertThat(litellm(
                        gateway.post(CHAT, TestGateway.chat("alone"), "x-litellm-num-retries", "1")
                                .headers(),
                        "attempted-retries"))
                .hasValue("1");

        upstream.always(FakeUpstream.Call::awaitPeerLeaving);
        assertThat(gateway.post(CHAT, TestGateway.chat("alone"), "x-litellm-timeout", "0.2")
                        .statusCode())
                .isEqualTo(504);
        long began = System.nanoTime();
        assertThat(gateway.post(
                                CHAT,
                                TestGateway.chat("alone", STREAM),
                                "x-litellm-timeout",
                                "20",
                                "x-litellm-stream-timeout",
                                "0.2")
                        .statusCode())
                .isEqualTo(504);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    gzip                    | gzip
                    br, gzip, deflate, zstd | gzip
                    gzip;q=1.0,identity     | gzip
                    gzip;q=0                | identity
                    gzip ; q=0              | identity
                    br, zstd                | identity
                    *                       | identity
                    """)
    void asksUpstreamsOnlyForWhatItCanRead(String accepted, String asked) {
        gateway.post(CHAT, TestGateway.chat("alone"), "accept-encoding", accepted);
        assertThat(upstream.last().headers()).containsEntry("accept-encoding", asked);

        gateway.post(CHAT, TestGateway.chat("alone", STREAM), "accept-encoding", accepted);
        assertThat(upstream.last().headers()).containsEntry("accept-encoding", "identity");
    }

    @Test
    void refusesHeadersOfTheConnectionInTheConfiguration() {
        var odd = new DeploymentConfig(
                "gpt",
                "d1",
                Provider.OPENAI,
                "real",
                upstream.base(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                ModelInfo.UNKNOWN,
                Map.of("Connection", SecretReference.parse("close")),
                null,
                null);
        try (TestGateway strange = TestGateway.start(Configs.of(odd))) {
            var response = strange.post(CHAT, TestGateway.chat("gpt"));

            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(response.body()).contains("has Connection in extra_headers");
        }
    }
}
