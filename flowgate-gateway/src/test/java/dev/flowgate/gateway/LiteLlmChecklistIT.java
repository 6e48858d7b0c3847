package dev.flowgate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.litellm.LiteLlmConfig;
import dev.flowgate.litellm.RouterSettings;
import dev.flowgate.secret.SecretReference;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The cases of LiteLLM's checklist that need a socket; the others are in the test of routing with the same name. */
@Timeout(60)
class LiteLlmChecklistIT {
    private static final String CHAT = "/v1/chat/completions";
    private static final String STREAM = "\"stream\":true";

    private final FakeUpstream first = FakeUpstream.answering("{\"from\":1}");
    private final FakeUpstream second = FakeUpstream.answering("{\"from\":2}");

    @AfterEach
    void stop() {
        first.close();
        second.close();
    }

    private LiteLlmConfig twoGroups() {
        return Configs.of(
                Configs.router(0, Map.of("gpt", List.of("spare"))),
                Configs.openAi("gpt", "d1", first.base()),
                Configs.openAi("spare", "d2", second.base()));
    }

    @Test
    @DisplayName("1, fixed: a wrong key is 401, not 400; x-api-key counts beside another Authorization. No key is 401")
    void takesTheMasterKeyFromEitherHeader() {
        LiteLlmConfig config = new LiteLlmConfig(
                List.of(Configs.mock("demo", "d1", "hi")),
                RouterSettings.defaults(),
                SecretReference.parse("sk-master"));
        try (TestGateway gateway = TestGateway.start(config)) {
            String body = TestGateway.chat("demo");

            assertThat(gateway.post(CHAT, body, "authorization", "Bearer sk-wrong")
                            .statusCode())
                    .isEqualTo(401);
            assertThat(gateway.post(CHAT, body).statusCode()).isEqualTo(401);
            assertThat(gateway.post(CHAT, body, "x-api-key", "sk-master").statusCode())
                    .isEqualTo(200);
            assertThat(gateway.post(CHAT, body, "authorization", "sk-master", "x-api-key", "sk-master")
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    @DisplayName("2, fixed: an unknown model is 404 with the known names")
    void answers404ForAnUnknownModel() {
        try (TestGateway gateway = TestGateway.start(twoGroups())) {
            var response = gateway.post(CHAT, TestGateway.chat("nothing"));

            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(response.body()).contains("gpt, spare");
        }
    }

    @Test
    @DisplayName("5, as LiteLLM: after a lone 401 the next call is 429; fixed: with retry-after")
    void answers429WhileTheOnlyDeploymentCools() {
        first.always(call -> call.json(401, "{}"));
        try (TestGateway gateway = TestGateway.start(Configs.of(Configs.openAi("gpt", "d1", first.base())))) {
            assertThat(gateway.post(CHAT, TestGateway.chat("gpt")).statusCode()).isEqualTo(401);

            var response = gateway.post(CHAT, TestGateway.chat("gpt"));
            assertThat(response.statusCode()).isEqualTo(429);
            assertThat(response.headers().firstValue("retry-after")).isPresent();
            assertThat(first.received()).hasSize(1);
        }
    }

    @Test
    @DisplayName(
            "13, fixed: a stream that breaks after two chunks is not continued by another model; error event, reset")
    void neverContinuesABrokenStreamWithAnotherModel() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        first.always(call -> {
            call.beginStream();
            call.chunk("data: {\"n\":1}\n\n");
            call.chunk("data: {\"n\":2}\n\n");
            await(seen);
            call.reset();
        });
        try (TestGateway gateway = TestGateway.start(twoGroups());
                Socket socket = gateway.connect()) {
            socket.getOutputStream()
                    .write(TestGateway.rawPost(CHAT, TestGateway.chat("gpt", STREAM))
                            .getBytes(StandardCharsets.UTF_8));
            assertThat(RawAnswer.readUntil(socket, "{\"n\":2}")).startsWith("HTTP/1.1 200");
            seen.countDown();
            RawAnswer rest = RawAnswer.read(socket);

            assertThat(rest.text()).contains("data: {\"error\":{").doesNotContain("[DONE]");
            assertThat(rest.reset()).isTrue();
            assertThat(second.received()).isEmpty();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    @DisplayName("13, as LiteLLM: an error before the first chunk is an HTTP status, after the fallbacks")
    void anErrorBeforeTheFirstChunkIsAStatus() {
        first.always(call -> call.json(503, "{\"error\":{\"message\":\"busy\"}}"));
        second.always(call -> call.json(529, "{\"error\":{\"message\":\"full\"}}"));
        try (TestGateway gateway = TestGateway.start(twoGroups())) {
            var response = gateway.post(CHAT, TestGateway.chat("gpt", STREAM));

            assertThat(response.statusCode()).isEqualTo(529);
            assertThat(response.body()).contains("full");
            assertThat(first.received()).hasSize(1);
        }
    }
}
