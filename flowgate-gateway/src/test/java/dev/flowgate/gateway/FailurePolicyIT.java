package dev.flowgate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.litellm.CooldownSettings;
import dev.flowgate.litellm.DeploymentConfig;
import dev.flowgate.litellm.ErrorClass;
import dev.flowgate.litellm.FallbackSettings;
import dev.flowgate.litellm.LiteLlmConfig;
import dev.flowgate.litellm.RetrySettings;
import dev.flowgate.litellm.RouterSettings;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FailurePolicyIT {
    private static final String CHAT = "/v1/chat/completions";
    private static final String STREAM = "\"stream\":true";
    private static final String TOO_LONG =
            "{\"error\":{\"message\":\"This model's maximum context length is 8.\",\"code\":\"context_length_exceeded\"}}";
    private static final FallbackSettings FALLBACKS = new FallbackSettings(
            Map.of("gpt", List.of("general")),
            List.of(),
            Map.of("gpt", List.of("large")),
            Map.of("gpt", List.of("lenient")),
            5);

    private final FakeUpstream upstream = FakeUpstream.answering("{\"from\":\"gpt\"}");

    @AfterEach
    void stop() {
        upstream.close();
    }

    private static LiteLlmConfig config(RetrySettings retries, DeploymentConfig gpt) {
        return config(retries, CooldownSettings.DEFAULT, gpt);
    }

    private static LiteLlmConfig config(RetrySettings retries, CooldownSettings cooldowns, DeploymentConfig gpt) {
        RouterSettings base = RouterSettings.defaults();
        RouterSettings settings = new RouterSettings(
                base.strategy(),
                retries,
                cooldowns,
                FALLBACKS,
                base.timeout(),
                base.streamTimeout(),
                base.enablePreCallChecks(),
                base.enableTagFiltering(),
                base.defaultMaxParallelRequests(),
                Map.of());
        return Configs.of(
                settings,
                gpt,
                Configs.mock("general", "d2", "from general"),
                Configs.mock("large", "d3", "from large"),
                Configs.mock("lenient", "d4", "from lenient"));
    }

    private static RetrySettings retries(int usual, Map<ErrorClass, Integer> policy) {
        return new RetrySettings(usual, Duration.ZERO, policy, Map.of());
    }

    private LiteLlmConfig real() {
        return config(retries(0, Map.of()), Configs.openAi("gpt", "d1", upstream.base()));
    }

    private static LiteLlmConfig mocked(String response) {
        return config(retries(0, Map.of()), Configs.mock("gpt", "d1", response));
    }

    private static String group(HttpResponse<String> response) {
        return response.headers().firstValue("x-litellm-model-group").orElse("none");
    }

    @Test
    void sendsARefusedRequestToTheFallbacksForItsCause() {
        upstream.then(
                call -> call.json(400, TOO_LONG),
                call -> call.json(400, "{\"error\":{\"code\":\"content_filter\",\"message\":\"filtered\"}}"),
                call -> call.json(400, "{\"error\":{\"message\":\"max_tokens must be positive\"}}"));
        try (TestGateway gateway = TestGateway.start(real())) {
            assertThat(group(gateway.post(CHAT, TestGateway.chat("gpt")))).isEqualTo("large");
            assertThat(group(gateway.post(CHAT, TestGateway.chat("gpt")))).isEqualTo("lenient");
            assertThat(group(gateway.post(CHAT, TestGateway.chat("gpt")))).isEqualTo("general");
        }
    }

    @Test
    void leavesAnAnswerAloneThatEndsByAContentFilter() {
        String answer = "{\"choices\":[{\"finish_reason\":\"content_filter\"}]}";
        upstream.always(call -> call.json(200, answer));
        try (TestGateway gateway = TestGateway.start(real())) {
            assertThat(gateway.post(CHAT, TestGateway.chat("gpt")).body()).isEqualTo(answer);
        }
    }

    @Test
    void keepsTheUpstreamsMessageWhenNothingStandsIn() {
        upstream.always(call -> call.json(400, TOO_LONG));
        try (TestGateway gateway = TestGateway.start(real())) {
            var response = gateway.post(CHAT, TestGateway.chat("gpt", "\"disable_fallbacks\":true"));

            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.body()).isEqualTo(TOO_LONG);
        }
    }

    @Test
    void obeysTheRetryPolicyByClass() {
        upstream.always(call -> call.json(422, "{}"));
        try (TestGateway gateway = TestGateway.start(
                config(retries(0, Map.of(ErrorClass.BAD_REQUEST, 1)), Configs.openAi("gpt", "d1", upstream.base())))) {
            gateway.post(CHAT, TestGateway.chat("gpt"));

            assertThat(upstream.received()).hasSize(2);
        }
    }

    @Test
    void saysWhenToComeBackByTheCooldownOfAnUpstreamThatDidNotSay() {
        CooldownSettings strict =
                new CooldownSettings(null, Map.of(ErrorClass.RATE_LIMIT, 0), Duration.ofSeconds(30), false);
        upstream.always(call -> call.json(429, "{}"));
        try (TestGateway gateway =
                TestGateway.start(config(retries(0, Map.of()), strict, Configs.openAi("gpt", "d1", upstream.base())))) {
            var response = gateway.post(CHAT, TestGateway.chat("gpt", "\"disable_fallbacks\":true"));

            assertThat(response.statusCode()).isEqualTo(429);
            assertThat(response.headers().firstValue("retry-after")).hasValue("30");
        }
    }

    @Test
    void rehearsesFailuresWithoutCallingTheUpstream() {
        try (TestGateway gateway = TestGateway.start(real())) {
            assertThat(group(gateway.post(CHAT, TestGateway.chat("gpt", "\"mock_testing_fallbacks\":true"))))
                    .isEqualTo("general");
            assertThat(group(gateway.post(CHAT, TestGateway.chat("gpt", "\"mock_testing_context_fallbacks\":true"))))
                    .isEqualTo("large");
            assertThat(group(gateway.post(
                            CHAT, TestGateway.chat("gpt", "\"mock_testing_content_policy_fallbacks\":true"))))
                    .isEqualTo("lenient");
            assertThat(upstream.received()).isEmpty();

            var nothing = gateway.post(CHAT, TestGateway.chat("general", "\"mock_testing_fallbacks\":true"));
            assertThat(nothing.statusCode()).isEqualTo(500);
            assertThat(nothing.body()).contains("mock_testing_fallbacks");
            assertThat(gateway.post(CHAT, TestGateway.chat("gpt", "\"mock_testing_fallbacks\":false"))
                            .body())
                    .isEqualTo("{\"from\":\"gpt\"}");
        }
    }

    @Test
    void rehearsesARateLimitAndItsRetry() {
        try (TestGateway gateway = TestGateway.start(real())) {
            var response = gateway.post(
                    CHAT, TestGateway.chat("gpt", "\"mock_testing_rate_limit_error\":true", "\"num_retries\":1"));

            assertThat(response.body()).isEqualTo("{\"from\":\"gpt\"}");
            assertThat(response.headers().firstValue("x-litellm-attempted-retries"))
                    .hasValue("1");
        }
    }

    @Test
    void answersWithTheMockOfTheRequest() {
        try (TestGateway gateway = TestGateway.start(real())) {
            assertThat(gateway.post(CHAT, TestGateway.chat("gpt", "\"mock_response\":\"from the request\""))
                            .body())
                    .contains("from the request");
            assertThat(upstream.received()).isEmpty();
        }
    }

    @Test
    void mocksFailuresThatGoTheWayOfRealOnes() {
        try (TestGateway gateway = TestGateway.start(mocked("litellm.ContextWindowExceededError"))) {
            assertThat(group(gateway.post(CHAT, TestGateway.chat("gpt")))).isEqualTo("large");
        }
        try (TestGateway gateway = TestGateway.start(mocked("Exception: content_filter_policy, and more"))) {
            assertThat(group(gateway.post(CHAT, TestGateway.chat("gpt")))).isEqualTo("lenient");
            assertThat(gateway.post(CHAT, TestGateway.chat("gpt", "\"disable_fallbacks\":true"))
                            .statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void mocksAStreamThatBreaks() {
        try (TestGateway gateway = TestGateway.start(mocked("Exception: mock_streaming_error"))) {
            for (String path : List.of(CHAT, "/v1/completions", "/v1/messages", "/v1/responses")) {
                RawAnswer answer = gateway.raw(TestGateway.rawPost(path, TestGateway.chat("gpt", STREAM)));

                assertThat(answer.reset()).as(path).isTrue();
                assertThat(answer.text())
                        .startsWith("HTTP/1.1 200")
                        .contains("breaks ")
                        .contains("\"error\":{")
                        .doesNotContain("[DONE]")
                        .doesNotContain("completed");
            }
            assertThat(group(gateway.post(CHAT, TestGateway.chat("gpt")))).isEqualTo("general");
        }
    }

    @Test
    void keepsEverythingThatSteersTheEngineFromTheUpstream() {
        try (TestGateway gateway = TestGateway.start(real())) {
            gateway.post(
                    CHAT,
                    TestGateway.chat(
                            "gpt",
                            "\"fallbacks\":[{\"gpt\":[\"large\"]}]",
                            "\"context_window_fallbacks\":[]",
                            "\"content_policy_fallbacks\":null",
                            "\"max_fallbacks\":1",
                            "\"request_timeout\":9",
                            "\"tags\":[\"a\"]",
                            "\"cache\":{\"no-cache\":true}",
                            "\"priority\":1",
                            "\"drop_params\":true",
                            "\"guardrails\":[]",
                            "\"metadata\":{\"user\":\"u\"}"),
                    "x-litellm-tags",
                    "b",
                    "x-litellm-stream-timeout",
                    "5",
                    "x-litellm-num-retries",
                    "0");

            assertThat(upstream.last().text())
                    .isEqualTo("{\"model\":\"real-d1\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],"
                            + "\"metadata\":{\"user\":\"u\"}}");
            assertThat(upstream.last().headers().keySet()).noneMatch(name -> name.startsWith("x-litellm"));
        }
    }

    @Test
    void obeysTheFallbacksOfARequestByModel() {
        upstream.always(call -> call.json(500, "{}"));
        try (TestGateway gateway = TestGateway.start(real())) {
            assertThat(group(gateway.post(CHAT, TestGateway.chat("gpt", "\"fallbacks\":[{\"gpt\":[\"lenient\"]}]"))))
                    .isEqualTo("lenient");
            assertThat(group(gateway.post(CHAT, TestGateway.chat("gpt", "\"fallbacks\":[{\"model\":\"large\"}]"))))
                    .isEqualTo("large");
            assertThat(group(gateway.post(CHAT, TestGateway.chat("gpt", "\"fallbacks\":[\"d4\"]"))))
                    .isEqualTo("d4");
        }
    }

    @Test
    void refusesWhatItMustNotDoOnBehalfOfARequest() {
        try (TestGateway gateway = TestGateway.start(real())) {
            for (String member : List.of(
                    "\"api_base\":\"http://elsewhere\"",
                    "\"api_key\":\"sk-stranger\"",
                    "\"user_config\":{}",
                    "\"guardrails\":[\"pii\"]",
                    "\"fallbacks\":[{\"model\":\"large\",\"temperature\":0}]")) {
                var response = gateway.post(CHAT, TestGateway.chat("gpt", member));

                assertThat(response.statusCode()).as(member).isEqualTo(400);
                assertThat(response.body())
                        .contains("invalid_request_error")
                        .contains(member.substring(1, member.indexOf('"', 1)))
                        .doesNotContain("sk-stranger");
            }
            assertThat(gateway.post(CHAT, TestGateway.chat("gpt,large")).statusCode())
                    .isEqualTo(400);
            assertThat(upstream.received()).isEmpty();
        }
    }
}
