package dev.flowgate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.litellm.LiteLlmConfig;
import dev.flowgate.secret.SecretReference;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The paths beside the plain ones, and how a request whose protocol a model does not speak is refused. */
@Timeout(30)
class HttpApiIT {
    private static final String COUNT = "/v1/messages/count_tokens";

    private final FakeUpstream upstream = FakeUpstream.answering("{\"input_tokens\":7}");
    private final TestGateway gateway = TestGateway.start(Configs.of(
            Configs.router(1, Map.of("first", List.of("claude"))),
            Configs.openAi("gpt", "d1", URI.create(upstream.base() + "?key=secret-in-query")),
            Configs.anthropic("claude", "d2", upstream.root()),
            Configs.anthropic("first", "d4", upstream.root()),
            Configs.mock("demo", "d3", "hello")));

    @AfterEach
    void stop() {
        gateway.close();
        upstream.close();
    }

    @Test
    void passesACountOfTokensOn() {
        String body = "{\"model\":\"claude\",\"system\":\"s\",\"messages\":[]}";

        var response = gateway.post("/messages/count_tokens?beta=true", body, "anthropic-beta", "b1");

        assertThat(response.body()).isEqualTo("{\"input_tokens\":7}");
        assertThat(upstream.last().line()).isEqualTo("POST /v1/messages/count_tokens?beta=true HTTP/1.1");
        assertThat(upstream.last().text()).isEqualTo(body.replace("claude", "real-d2"));
        assertThat(upstream.last().headers())
                .containsEntry("x-api-key", Configs.KEY)
                .containsEntry("anthropic-beta", "b1");
    }

    @Test
    void countsTokensWithRetriesAndFallbacks() {
        upstream.then(call -> call.json(529, "{}"));
        assertThat(gateway.post(COUNT, TestGateway.chat("claude")).headers().firstValue("x-litellm-attempted-retries"))
                .hasValue("1");

        upstream.then(call -> call.json(401, "{}"));
        assertThat(gateway.post(COUNT, TestGateway.chat("first")).headers().firstValue("x-litellm-model-group"))
                .hasValue("claude");
    }

    @Test
    void estimatesTokensForAMock() {
        String request = "{\"model\":\"demo\",\"system\":\"12345678\",\"metadata\":{\"user_id\":\"not counted\"},"
                + "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"1234\"},"
                + "{\"type\":\"image\",\"source\":{\"data\":\"" + "x".repeat(1000) + "\"}}]}]}";

        // 8 and 4 characters of text, 4 for the role, and 4 and 5 for the types.
        assertThat(gateway.post(COUNT, request).body()).isEqualTo("{\"input_tokens\":7}");
        assertThat(gateway.post(COUNT, "{\"model\":\"demo\",\"messages\":[]}").body())
                .isEqualTo("{\"input_tokens\":1}");
        assertThat(upstream.received()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/messages, gpt, anthropic -> openai, /v1/chat/completions",
        "/v1/messages/count_tokens, gpt, anthropic -> openai, counts no tokens",
        "/v1/chat/completions, claude, openai -> anthropic, /v1/messages",
        "/v1/completions, claude, openai -> anthropic, /v1/messages",
        "/v1/responses, claude, openai -> anthropic, /v1/messages",
        "/v1/embeddings, claude, openai -> anthropic, no embeddings"
    })
    void namesThePairThatIsNotSupported(String path, String model, String pair, String advice) {
        HttpResponse<String> response = gateway.post(path, TestGateway.chat(model));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .startsWith(path.startsWith("/v1/messages") ? "{\"type\":\"error\"" : "{\"error\":{\"message\"")
                .contains("The pair " + pair + " is not supported", advice, "invalid_request_error");
        assertThat(upstream.received()).isEmpty();
    }

    @Test
    void passesResponsesOnToAnOpenAiCompatibleUpstream() {
        assertThat(gateway.post("/responses", "{\"model\":\"gpt\",\"input\":\"hi\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(upstream.last().line()).startsWith("POST /v1/responses?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/engines/gpt/chat/completions",
                "/openai/deployments/gpt/chat/completions?api-version=2024-10-21",
                "/openai/deployments/gpt/completions",
                "/engines/gpt/embeddings"
            })
    void takesTheModelFromThePath(String path) {
        for (String body : List.of(TestGateway.chat("no-such-model"), "{\"input\":\"hi\"}")) {
            assertThat(gateway.post(path, body, "api-key", "any").statusCode()).isEqualTo(200);
            assertThat(upstream.last().text()).contains("\"model\":\"real-d1\"").doesNotContain("no-such-model");
            assertThat(upstream.last().line()).endsWith("?key=secret-in-query HTTP/1.1");
        }
        assertThat(gateway.get(path).headers().firstValue("allow")).hasValue("POST");
    }

    @Test
    void showsTheDeployments() {
        String all = gateway.get("/v1/model/info").body();

        assertThat(all)
                .startsWith("{\"data\":[{\"model_name\":\"gpt\",\"litellm_params\":{\"model\":\"openai/real-d1\","
                        + "\"custom_llm_provider\":\"openai\",\"api_base\":\"" + upstream.base() + "\"},"
                        + "\"model_info\":{\"id\":\"d1\",\"db_model\":false}},{\"model_name\":\"claude\"")
                .doesNotContain("secret-in-query")
                .doesNotContain(Configs.KEY)
                .doesNotContain("x-extra");
        assertThat(gateway.get("/model/info?a=b&litellm_model_id=d3").body())
                .isEqualTo("{\"data\":[{\"model_name\":\"demo\",\"litellm_params\":{\"model\":\"openai/real-d3\","
                        + "\"custom_llm_provider\":\"openai\",\"mock_response\":\"hello\"},"
                        + "\"model_info\":{\"id\":\"d3\",\"db_model\":false}}]}");
        for (String unknown : List.of("nope", "%zz")) {
            RawAnswer refused = gateway.raw("GET /v1/model/info?litellm_model_id=" + unknown
                    + " HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
            assertThat(refused.text()).startsWith("HTTP/1.1 400").contains("\"param\":\"litellm_model_id\"");
        }
    }

    @Test
    void showsTheDeploymentsToThoseWithTheKeyOnly() {
        LiteLlmConfig config =
                new LiteLlmConfig(List.of(), Configs.router(0, Map.of()), SecretReference.parse("sk-master"));
        try (TestGateway locked = TestGateway.start(config)) {
            assertThat(locked.get("/v1/model/info").statusCode()).isEqualTo(401);
            assertThat(locked.get("/v1/model/info", "api-key", "sk-master").body())
                    .isEqualTo("{\"data\":[]}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/health", "/health/liveliness", "/health/readiness", "/healthz", "/livez", "/readyz"})
    void answersProbesWithoutABodyWhenOnlyTheHeadIsWanted(String path) {
        String length = String.valueOf(gateway.get(path).body().length());

        RawAnswer head = gateway.raw("HEAD " + path + " HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
        var options = gateway.send(
                gateway.request(path).method("OPTIONS", BodyPublishers.noBody()).build());

        assertThat(head.text())
                .startsWith("HTTP/1.1 200")
                .containsIgnoringCase("content-length: " + length + "\r\n")
                .endsWith("\r\n\r\n");
        assertThat(options.statusCode()).isEqualTo(200);
        assertThat(options.body()).isEmpty();
        assertThat(options.headers().firstValue("allow")).hasValue("GET, HEAD, OPTIONS");
        assertThat(upstream.received()).isEmpty();
    }

    @Test
    void refusesAWebSocketSoThatItsClientFallsBackToPost() {
        RawAnswer answer = gateway.raw("GET /v1/responses HTTP/1.1\r\nhost: localhost\r\nconnection: Upgrade\r\n"
                + "upgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
                + TestGateway.rawPost("/v1/responses", TestGateway.chat("gpt"), "connection: close"));

        assertThat(answer.text()).startsWith("HTTP/1.1 405").contains("HTTP/1.1 200");
    }
}
