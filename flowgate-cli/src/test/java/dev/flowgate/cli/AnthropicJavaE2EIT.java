package dev.flowgate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.errors.AnthropicException;
import com.anthropic.errors.NotFoundException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.errors.UnauthorizedException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
import com.anthropic.models.models.ModelInfo;
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

/** Anthropic's library through the built distribution. */
@Timeout(120)
class AnthropicJavaE2EIT {
    private static final String TEXT = "Hello from upstream";

    @TempDir
    static Path folder;

    private static RunningRouter router;
    private static AnthropicClient anthropic;

    @BeforeAll
    static void start() throws Exception {
        router = RunningRouter.in(folder);
        anthropic = client(RunningRouter.KEY);
    }

    @AfterAll
    static void stop() throws Exception {
        anthropic.close();
        router.close();
    }

    @AfterEach
    void verify() {
        router.verify();
    }

    @Test
    void getsAnAnswer() {
        router.upstream().will(UpstreamReply.json("message.json"));

        assertThat(text(create(message("claude").build()))).isEqualTo(TEXT);
        assertThat(router.upstream().requests().get(0).headers()).containsKey("anthropic-version");
    }

    @Test
    void getsAStream() {
        router.upstream().will(UpstreamReply.stream("message.sse"));

        assertThat(text(stream(message("claude").build()))).isEqualTo(TEXT);
    }

    /** Byte for byte: this library escapes what is beyond the basic plane. */
    @Test
    void canSendFieldsThatTheRouterDoesNotKnow() {
        router.upstream().will(UpstreamReply.json("message.json"));

        create(message("claude")
                .putAdditionalBodyProperty(
                        "x_unknown", JsonValue.from(Map.of("text", "\u00e4 \"quoted\" \ud83d\ude00")))
                .build());

        assertThat(router.upstream().requests().get(0).body())
                .contains("\"x_unknown\":{\"text\":\"\u00e4 \\\"quoted\\\" \\uD83D\\uDE00\"}");
    }

    @Test
    void takesAWholeTurnWithATool() {
        router.upstream().will(UpstreamReply.json("message-tool.json"), UpstreamReply.json("message.json"));

        takeTurn(AnthropicJavaE2EIT::create);
    }

    @Test
    void takesAWholeTurnWithAToolInStreams() {
        router.upstream().will(UpstreamReply.stream("message-tool.sse"), UpstreamReply.stream("message.sse"));

        takeTurn(AnthropicJavaE2EIT::stream);
    }

    @Test
    void countsTokens() {
        router.upstream().will(UpstreamReply.json("message-tokens.json"));

        assertThat(anthropic
                        .messages()
                        .countTokens(MessageCountTokensParams.builder()
                                .model("claude")
                                .addUserMessage("How is the weather in Rome?")
                                .build())
                        .inputTokens())
                .isEqualTo(14);
        assertThat(router.upstream().requests().get(0).path()).isEqualTo("/v1/messages/count_tokens");
    }

    @Test
    void listsTheModels() {
        assertThat(anthropic.models().list().data().stream().map(ModelInfo::id)).contains("smart", "claude", "embed");
        assertThat(anthropic.models().retrieve("claude").id()).isEqualTo("claude");
    }

    @Test
    void isToldThatThereIsNoSuchModel() {
        assertThatThrownBy(() -> create(message("cloud").build()))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("claude");
    }

    @Test
    void isToldThatTheKeyIsWrong() {
        AnthropicClient stranger = client("wrong");

        assertThatThrownBy(() -> stranger.messages().create(message("claude").build()))
                .isInstanceOf(UnauthorizedException.class)
                .hasMessageContaining("master key");
        assertThatThrownBy(() ->
                        stranger.messages().createStreaming(message("claude").build()))
                .isInstanceOf(UnauthorizedException.class);
        stranger.close();
    }

    @Test
    void isToldOfTheUpstreamsLimitAndWhenItEnds() {
        UpstreamReply limit = UpstreamReply.failure(429, "retry-after: 7");
        router.upstream().will(limit, limit);
        MessageCreateParams question = message("claude" + RunningRouter.ONCE).build();

        for (Function<MessageCreateParams, Message> asking : waysToAsk()) {
            assertThatThrownBy(() -> asking.apply(question))
                    .asInstanceOf(type(RateLimitException.class))
                    .satisfies(failure -> assertThat(failure).hasMessageContaining("The upstream says 429"))
                    .satisfies(failure ->
                            assertThat(failure.headers().values("retry-after")).containsExactly("7"));
        }
    }

    @Test
    void doesNotSeeALimitThatAnotherDeploymentHides() {
        router.upstream().will(UpstreamReply.failure(429, "retry-after: 7"), UpstreamReply.stream("message.sse"));

        assertThat(text(stream(message("claude" + RunningRouter.PAIR).build()))).isEqualTo(TEXT);
        assertThat(router.upstream().requests())
                .anySatisfy(request -> assertThat(request.body()).contains("\"upstream-claude-one\""))
                .anySatisfy(request -> assertThat(request.body()).contains("\"upstream-claude-two\""));
    }

    @Test
    void doesNotSeeAFailureThatARetryHides() {
        router.upstream().will(UpstreamReply.failure(503), UpstreamReply.json("message.json"));

        try (var response =
                anthropic.messages().withRawResponse().create(message("claude").build())) {
            assertThat(text(response.parse())).isEqualTo(TEXT);
            assertThat(response.headers().values("x-litellm-attempted-retries")).containsExactly("1");
        }
    }

    @ParameterizedTest
    @EnumSource
    void isToldThatAStreamBroke(Ending ending) {
        BrokenStream broken = new BrokenStream("message.sse", ending);
        router.upstream().will(broken);
        StringBuilder text = new StringBuilder();

        assertThatThrownBy(() -> {
                    try (var stream = anthropic
                            .messages()
                            .createStreaming(message("claude").build())) {
                        stream.stream()
                                .flatMap(event -> event.contentBlockDelta().stream())
                                .flatMap(delta -> delta.delta().text().stream())
                                .forEach(delta -> {
                                    text.append(delta.text());
                                    broken.breakNow();
                                });
                    }
                })
                .isInstanceOf(AnthropicException.class);
        assertThat(text).hasToString(BrokenStream.FIRST_TEXT);
    }

    private static void takeTurn(Function<MessageCreateParams, Message> asking) {
        MessageCreateParams question = message("claude").addTool(weather()).build();
        Message wish = asking.apply(question);
        ToolUseBlock use = wish.content().get(0).asToolUse();
        assertThat(use.name()).isEqualTo("get_weather");
        assertThat(use._input()).isEqualTo(JsonValue.from(Map.of("city", "Rome")));

        Message answer = asking.apply(question.toBuilder()
                .addMessage(wish)
                .addUserMessageOfContentBlockParams(
                        List.of(ContentBlockParam.ofToolResult(ToolResultBlockParam.builder()
                                .toolUseId(use.id())
                                .content("sunny")
                                .build())))
                .build());

        assertThat(text(answer)).isEqualTo(TEXT);
        assertThat(router.upstream().requests().get(0).body()).contains("get_weather");
        assertThat(router.upstream().requests().get(1).body()).contains("call_1", "sunny");
    }

    private static List<Function<MessageCreateParams, Message>> waysToAsk() {
        return List.of(AnthropicJavaE2EIT::create, AnthropicJavaE2EIT::stream);
    }

    private static Message create(MessageCreateParams question) {
        return anthropic.messages().create(question);
    }

    private static Message stream(MessageCreateParams question) {
        MessageAccumulator whole = MessageAccumulator.create();
        try (var stream = anthropic.messages().createStreaming(question)) {
            stream.stream().forEach(whole::accumulate);
        }
        return whole.message();
    }

    /** A client that never repeats a request, so that whatever is repeated was by the router. */
    private static AnthropicClient client(String key) {
        return AnthropicOkHttpClient.builder()
                .baseUrl(router.address())
                .apiKey(key)
                .maxRetries(0)
                .putHeader(RunningRouter.OWN_HEADER, "20")
                .putHeader("Cookie", "session=1")
                .build();
    }

    private static MessageCreateParams.Builder message(String model) {
        return MessageCreateParams.builder().model(model).maxTokens(100).addUserMessage("How is the weather in Rome?");
    }

    private static String text(Message answer) {
        return answer.content().get(0).asText().text();
    }

    private static Tool weather() {
        return Tool.builder()
                .name("get_weather")
                .inputSchema(Tool.InputSchema.builder()
                        .properties(Tool.InputSchema.Properties.builder()
                                .putAdditionalProperty("city", JsonValue.from(Map.of("type", "string")))
                                .build())
                        .build())
                .build();
    }
}
