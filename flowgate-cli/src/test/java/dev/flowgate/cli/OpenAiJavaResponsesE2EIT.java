package dev.flowgate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.errors.OpenAIException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.EasyInputMessage;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseInputItem;
import dev.flowgate.cli.BrokenStream.Ending;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The responses of OpenAI's library through the built distribution. */
@Timeout(120)
class OpenAiJavaResponsesE2EIT {
    private static final String TEXT = "Hello from upstream";
    private static final ResponseInputItem QUESTION = ResponseInputItem.ofEasyInputMessage(EasyInputMessage.builder()
            .role(EasyInputMessage.Role.USER)
            .content("How is the weather in Rome?")
            .build());

    @TempDir
    static Path folder;

    private static RunningRouter router;
    private static OpenAIClient openai;

    @BeforeAll
    static void start() throws Exception {
        router = RunningRouter.in(folder);
        openai = OpenAiJavaE2EIT.client(router, RunningRouter.KEY);
    }

    @AfterAll
    static void stop() throws Exception {
        openai.close();
        router.close();
    }

    @AfterEach
    void verify() {
        router.verify();
    }

    @Test
    void getsAnAnswer() {
        router.upstream().will(UpstreamReply.json("response.json"));

        assertThat(text(create(question("smart")))).isEqualTo(TEXT);
    }

    @Test
    void getsAStream() {
        router.upstream().will(UpstreamReply.stream("response.sse"));

        assertThat(text(stream(question("smart")))).isEqualTo(TEXT);
    }

    @Test
    void takesAWholeTurnWithATool() {
        router.upstream().will(UpstreamReply.json("response-tool.json"), UpstreamReply.json("response.json"));

        takeTurn(OpenAiJavaResponsesE2EIT::create);
    }

    @Test
    void takesAWholeTurnWithAToolInStreams() {
        router.upstream().will(UpstreamReply.stream("response-tool.sse"), UpstreamReply.stream("response.sse"));

        takeTurn(OpenAiJavaResponsesE2EIT::stream);
    }

    @Test
    void isToldThatTheKeyIsWrong() {
        OpenAIClient stranger = OpenAiJavaE2EIT.client(router, "wrong");

        assertThatThrownBy(() -> stranger.responses().create(question("smart")))
                .isInstanceOf(UnauthorizedException.class)
                .hasMessageContaining("master key");
        stranger.close();
    }

    @Test
    void isToldOfTheUpstreamsLimitAndWhenItEnds() {
        UpstreamReply limit = UpstreamReply.failure(429, "retry-after: 7");
        router.upstream().will(limit, limit);
        ResponseCreateParams question = question("smart" + RunningRouter.ONCE);

        for (Function<ResponseCreateParams, Response> asking : waysToAsk()) {
            assertThatThrownBy(() -> asking.apply(question))
                    .asInstanceOf(type(RateLimitException.class))
                    .satisfies(failure -> assertThat(failure).hasMessageContaining("The upstream says 429"))
                    .satisfies(failure ->
                            assertThat(failure.headers().values("retry-after")).containsExactly("7"));
        }
    }

    @Test
    void doesNotSeeALimitThatAnotherDeploymentHides() {
        router.upstream().will(UpstreamReply.failure(429, "retry-after: 7"), UpstreamReply.stream("response.sse"));

        assertThat(text(stream(question("smart" + RunningRouter.PAIR)))).isEqualTo(TEXT);
    }

    @Test
    void doesNotSeeAFailureThatARetryHides() {
        router.upstream().will(UpstreamReply.failure(503), UpstreamReply.stream("response.sse"));

        assertThat(text(stream(question("smart")))).isEqualTo(TEXT);
    }

    @ParameterizedTest
    @EnumSource
    void isToldThatAStreamBroke(Ending ending) {
        BrokenStream broken = new BrokenStream("response.sse", ending);
        router.upstream().will(broken);
        StringBuilder text = new StringBuilder();

        assertThatThrownBy(() -> {
                    try (var stream = openai.responses().createStreaming(question("smart"))) {
                        stream.stream()
                                .flatMap(event -> event.outputTextDelta().stream())
                                .forEach(delta -> {
                                    text.append(delta.delta());
                                    broken.breakNow();
                                });
                    }
                })
                .isInstanceOf(OpenAIException.class);
        assertThat(text).hasToString(BrokenStream.FIRST_TEXT);
    }

    private static void takeTurn(Function<ResponseCreateParams, Response> asking) {
        ResponseCreateParams question =
                question("smart").toBuilder().addTool(weather()).build();
        ResponseFunctionToolCall call = asking.apply(question).output().get(0).asFunctionCall();
        assertThat(call.name()).isEqualTo("get_weather");
        assertThat(call.arguments()).isEqualTo("{\"city\":\"Rome\"}");

        ResponseInputItem result = ResponseInputItem.ofFunctionCallOutput(ResponseInputItem.FunctionCallOutput.builder()
                .callId(call.callId())
                .output("sunny")
                .build());
        Response answer = asking.apply(question.toBuilder()
                .inputOfResponse(List.of(QUESTION, ResponseInputItem.ofFunctionCall(call), result))
                .build());

        assertThat(text(answer)).isEqualTo(TEXT);
        assertThat(router.upstream().requests().get(0).body()).contains("get_weather");
        assertThat(router.upstream().requests().get(1).body()).contains("call_1", "sunny");
    }

    private static List<Function<ResponseCreateParams, Response>> waysToAsk() {
        return List.of(OpenAiJavaResponsesE2EIT::create, OpenAiJavaResponsesE2EIT::stream);
    }

    private static Response create(ResponseCreateParams question) {
        return openai.responses().create(question);
    }

    private static Response stream(ResponseCreateParams question) {
        ResponseAccumulator whole = ResponseAccumulator.create();
        try (var stream = openai.responses().createStreaming(question)) {
            stream.stream().forEach(whole::accumulate);
        }
        return whole.response();
    }

    private static ResponseCreateParams question(String model) {
        return ResponseCreateParams.builder()
                .model(model)
                .inputOfResponse(List.of(QUESTION))
                .build();
    }

    private static String text(Response answer) {
        return answer.output()
                .get(0)
                .asMessage()
                .content()
                .get(0)
                .asOutputText()
                .text();
    }

    private static FunctionTool weather() {
        return FunctionTool.builder()
                .name("get_weather")
                .parameters(FunctionTool.Parameters.builder()
                        .putAdditionalProperty("type", JsonValue.from("object"))
                        .putAdditionalProperty("properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                        .build())
                .strict(false)
                .build();
    }
}
