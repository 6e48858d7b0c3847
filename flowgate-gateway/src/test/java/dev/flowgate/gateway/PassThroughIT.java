package dev.flowgate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PassThroughIT {
    private static final String ANSWER = "{\"id\": \"x\" ,\n \"object\":\"chat.completion\"}";

    private final FakeUpstream upstream = FakeUpstream.answering(ANSWER);
    private final TestGateway gateway = TestGateway.start(Configs.of(
            Configs.openAi("gpt", "d1", upstream.base()), Configs.anthropic("claude", "d2", upstream.root())));

    @AfterEach
    void stop() {
        gateway.close();
        upstream.close();
    }

    @Test
    void replacesTheModelAndNothingElse() {
        var response = gateway.post(
                "/v1/chat/completions", "{ \"x\" : 1.50 ,\"model\" : \"gpt\",\"unknown\":[ {\"model\":1} ]}\n");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(ANSWER);
        assertThat(upstream.last().text())
                .isEqualTo("{ \"x\" : 1.50 ,\"model\" : \"real-d1\",\"unknown\":[ {\"model\":1} ]}\n");
        assertThat(upstream.last().line()).isEqualTo("POST /v1/chat/completions HTTP/1.1");
    }

    @Test
    void leavesControlFieldsOut() {
        gateway.post(
                "/v1/chat/completions",
                "{\"num_retries\":1,\"model\":\"gpt\",\"timeout\":5,\"a\":1,\"fallbacks\":[\"x\"],\"disable_fallbacks\":true}");

        assertThat(upstream.last().text()).isEqualTo("{\"model\":\"real-d1\",\"a\":1}");
    }

    @Test
    void presentsTheUpstreamsKeyAndNeverTheCallers() {
        gateway.post(
                "/v1/chat/completions",
                TestGateway.chat("gpt"),
                "authorization",
                "Bearer callers-key",
                "x-api-key",
                "callers-other-key",
                "cookie",
                "session=callers",
                "user-agent",
                "tester/1");

        var headers = upstream.last().headers();
        assertThat(headers)
                .containsEntry("authorization", "Bearer " + Configs.KEY)
                .containsEntry("user-agent", "tester/1")
                .containsEntry("x-extra", "yes")
                .containsEntry("accept-encoding", "identity")
                .doesNotContainKeys("x-api-key", "cookie");
        assertThat(headers.toString()).doesNotContain("callers");
    }

    @Test
    void speaksAnthropicToAnthropic() {
        var response = gateway.post(
                "/v1/messages?beta=true",
                TestGateway.chat("claude"),
                "x-api-key",
                "callers-key",
                "anthropic-version",
                "2026-10-21",
                "anthropic-beta",
                "one,two");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(upstream.last().line()).isEqualTo("POST /v1/messages?beta=true HTTP/1.1");
        assertThat(upstream.last().headers())
                .containsEntry("x-api-key", Configs.KEY)
                .containsEntry("anthropic-version", "2026-10-21")
                .containsEntry("anthropic-beta", "one,two")
                .doesNotContainKey("authorization");
    }

    @Test
    void assumesTheFirstAnthropicVersionWhenNoneIsGiven() {
        gateway.post("/messages", TestGateway.chat("claude"));

        assertThat(upstream.last().headers()).containsEntry("anthropic-version", "2023-06-01");
    }

    @Test
    void namesTheDeploymentInTheAnswer() {
        var response = gateway.post("/chat/completions", TestGateway.chat("gpt"), "x-litellm-call-id", "my-call");

        assertThat(response.headers().firstValue("x-litellm-call-id")).hasValue("my-call");
        assertThat(response.headers().firstValue("x-litellm-model-id")).hasValue("d1");
        assertThat(response.headers().firstValue("x-litellm-model-group")).hasValue("gpt");
        assertThat(response.headers().firstValue("x-litellm-attempted-retries")).hasValue("0");
        assertThat(response.headers().firstValue("x-litellm-attempted-fallbacks"))
                .hasValue("0");
    }

    @Test
    void replacesACallIdThatIsNotFitToBeSentBack() {
        var response = gateway.post("/chat/completions", TestGateway.chat("gpt"), "x-litellm-call-id", "a b;c");

        assertThat(response.headers().firstValue("x-litellm-call-id"))
                .hasValueSatisfying(id -> assertThat(id).hasSize(36));
    }

    @Test
    void passesEndToEndHeadersAndKeepsCookiesBack() {
        upstream.always(call -> call.json(
                200, ANSWER, "x-request-id: r1", "set-cookie: a=b", "x-ratelimit-left: 3", "x-litellm-version: 9"));

        var headers = gateway.post("/v1/embeddings", TestGateway.chat("gpt")).headers();

        assertThat(headers.firstValue("x-request-id")).hasValue("r1");
        assertThat(headers.firstValue("x-ratelimit-left")).hasValue("3");
        assertThat(headers.firstValue("set-cookie")).isEmpty();
        assertThat(headers.firstValue("x-litellm-version")).isEmpty();
    }

    @Test
    void keepsHeadersOfTheUpstreamsConnectionBack() {
        upstream.always(call -> call.json(200, ANSWER, "connection: keep-alive, X-Hop", "x-hop: 1", "x-end: 2"));

        var headers = gateway.post("/v1/embeddings", TestGateway.chat("gpt")).headers();

        assertThat(headers.firstValue("x-hop")).isEmpty();
        assertThat(headers.firstValue("x-end")).hasValue("2");
    }

    @Test
    void joinsRepeatedBetaHeaders() {
        gateway.post("/v1/messages", TestGateway.chat("claude"), "anthropic-beta", "one", "anthropic-beta", "two");

        assertThat(upstream.last().headers()).containsEntry("anthropic-beta", "one,two");
    }

    @Test
    void keepsTheQueryOfTheApiBase() {
        URI base = URI.create(upstream.base() + "?api-version=3");
        try (TestGateway azure = TestGateway.start(Configs.of(Configs.openAi("gpt", "d1", base)))) {
            azure.post("/v1/chat/completions", TestGateway.chat("gpt"));
            assertThat(upstream.last().line()).isEqualTo("POST /v1/chat/completions?api-version=3 HTTP/1.1");

            azure.post("/v1/chat/completions?x=1", TestGateway.chat("gpt"));
            assertThat(upstream.last().line()).isEqualTo("POST /v1/chat/completions?api-version=3&x=1 HTTP/1.1");
        }
    }

    @Test
    void passesLargeBodiesBothWays() {
        String large = "x".repeat(3_000_000);
        upstream.always(call -> call.json(200, "{\"t\":\"" + large + "\"}"));

        var response = gateway.post("/v1/responses", TestGateway.chat("gpt", "\"t\":\"" + large + "\""));

        assertThat(response.body()).hasSize(3_000_008);
        assertThat(upstream.last().body()).hasSizeGreaterThan(3_000_000);
    }
}
