package dev.flowgate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams.EncodingFormat;
import com.openai.models.models.Model;
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
import org.junit.jupiter.params.provider.ValueSource;

/** OpenAI's library through the built distribution: chat, embeddings and the list of models. */
@Timeout(120)
class OpenAiJavaE2EIT {
    private static final String TEXT = "Hello from upstream";

    @TempDir
    static Path folder;

    private static RunningRouter router;
    private static OpenAIClient openai;

    @BeforeAll
    static void start() throws Exception {
        router = RunningRouter.in(folder);
        openai = client(router, RunningRouter.KEY);
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

    /** A client that never repeats a request, so that whatever is repeated was by the router. */
    static OpenAIClient client(RunningRouter router, String key) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(router.versionedAddress())
                .apiKey(key)
                .maxRetries(0)
                .putHeader(RunningRouter.OWN_HEADER, "20")
                .putHeader("Cookie", "session=1")
                .build();
    }

    @Test
    void getsAnAnswer() {
        router.upstream().will(UpstreamReply.json("chat.json"));

        assertThat(text(create(chat("smart").build()))).isEqualTo(TEXT);
    }

    @Test
    void getsAStream() {
        router.upstream().will(UpstreamReply.stream("chat.sse"));

        assertThat(text(stream(chat("smart").build()))).isEqualTo(TEXT);
    }

    /** Byte for byte: this library escapes what is beyond the basic plane. */
    @Test
    void canSendFieldsThatTheRouterDoesNotKnow() {
        router.upstream().will(UpstreamReply.json("chat.json"));

        create(chat("smart")
                .putAdditionalBodyProperty(
                        "x_unknown", JsonValue.from(Map.of("text", "\u00e4 \"quoted\" \ud83d\ude00")))
                .build());

        assertThat(router.upstream().requests().get(0).body())
                .contains("\"x_unknown\":{\"text\":\"\u00e4 \\\"quoted\\\" \\uD83D\\uDE00\"}");
    }

    @Test
    void takesAWholeTurnWithATool() {
        router.upstream().will(UpstreamReply.json("chat-tool.json"), UpstreamReply.json("chat.json"));

        takeTurn(OpenAiJavaE2EIT::create);
    }

    @Test
    void takesAWholeTurnWithAToolInStreams() {
        router.upstream().will(UpstreamReply.stream("chat-tool.sse"), UpstreamReply.stream("chat.sse"));

        takeTurn(OpenAiJavaE2EIT::stream);
    }

    /** It asks for base64 unless told otherwise, and some upstreams send floats all the same. */
    @ParameterizedTest
    @ValueSource(strings = {"embedding-base64.json", "embedding-floats.json"})
    void getsEmbeddings(String file) {
        router.upstream().will(UpstreamReply.json(file));

        assertThat(embed(embedding().build())).containsExactly(0.25f, -0.5f, 1.0f);
        assertThat(router.upstream().requests().get(0).body()).contains("\"encoding_format\":\"base64\"");
    }

    @Test
    void getsEmbeddingsAsFloats() {
        router.upstream().will(UpstreamReply.json("embedding-floats.json"));

        assertThat(embed(embedding().encodingFormat(EncodingFormat.FLOAT).build()))
                .containsExactly(0.25f, -0.5f, 1.0f);
        assertThat(router.upstream().requests().get(0).body()).contains("\"encoding_format\":\"float\"");
    }

    @Test
    void listsTheModels() {
        assertThat(openai.models().list().data().stream().map(Model::id)).contains("smart", "claude", "embed");
        assertThat(openai.models().retrieve("smart").id()).isEqualTo("smart");
    }

    @Test
    void isToldThatThereIsNoSuchModel() {
        assertThatThrownBy(() -> create(chat("smrt").build()))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("smrt")
                .hasMessageContaining("smart");
    }

    @Test
    void isToldThatTheKeyIsWrong() {
        OpenAIClient stranger = client(router, "wrong");

        assertThatThrownBy(
                        () -> stranger.chat().completions().create(chat("smart").build()))
                .isInstanceOf(UnauthorizedException.class)
                .hasMessageContaining("master key");
        assertThatThrownBy(() -> stranger.chat()
                        .completions()
                        .createStreaming(chat("smart").build()))
                .isInstanceOf(UnauthorizedException.class);
        stranger.close();
    }

    @Test
    void isToldOfTheUpstreamsLimitAndWhenItEnds() {
        UpstreamReply limit = UpstreamReply.failure(429, "retry-after: 7");
        router.upstream().will(limit, limit);
        ChatCompletionCreateParams question = chat("smart" + RunningRouter.ONCE).build();

        for (Function<ChatCompletionCreateParams, ChatCompletion> asking : waysToAsk()) {
            assertThatThrownBy(() -> asking.apply(question))
                    .asInstanceOf(type(RateLimitException.class))
                    .satisfies(failure -> assertThat(failure).hasMessageContaining("The upstream says 429"))
                    .satisfies(failure ->
                            assertThat(failure.headers().values("retry-after")).containsExactly("7"));
        }
    }

    @Test
    void doesNotSeeALimitThatAnotherDeploymentHides() {
        router.upstream().will(UpstreamReply.failure(429, "retry-after: 7"), UpstreamReply.stream("chat.sse"));

        assertThat(text(stream(chat("smart" + RunningRouter.PAIR).build()))).isEqualTo(TEXT);
        assertThat(router.upstream().requests())
                .anySatisfy(request -> assertThat(request.body()).contains("\"upstream-model-one\""))
                .anySatisfy(request -> assertThat(request.body()).contains("\"upstream-model-two\""));
    }

    @Test
    void doesNotSeeAFailureThatARetryHides() {
        router.upstream().will(UpstreamReply.failure(503), UpstreamReply.json("chat.json"));

        try (var response = openai.chat()
                .completions()
                .withRawResponse()
                .create(chat("smart").build())) {
            assertThat(text(response.parse())).isEqualTo(TEXT);
            assertThat(response.headers().values("x-litellm-attempted-retries")).containsExactly("1");
        }
    }

    @ParameterizedTest
    @EnumSource
    void isToldThatAStreamBroke(Ending ending) {
        BrokenStream broken = new BrokenStream("chat.sse", ending);
        router.upstream().will(broken);
        StringBuilder text = new StringBuilder();

        assertThatThrownBy(() -> {
                    try (var stream = openai.chat()
                            .completions()
                            .createStreaming(chat("smart").build())) {
                        stream.stream()
                                .flatMap(chunk -> chunk.choices().stream())
                                .flatMap(choice -> choice.delta().content().stream())
                                .filter(part -> !part.isEmpty())
                                .forEach(part -> {
                                    text.append(part);
                                    broken.breakNow();
                                });
                    }
                })
                .isInstanceOf(OpenAIException.class);
        assertThat(text).hasToString(BrokenStream.FIRST_TEXT);
    }

    private static void takeTurn(Function<ChatCompletionCreateParams, ChatCompletion> asking) {
        ChatCompletionCreateParams question =
                chat("smart").addFunctionTool(weather()).build();
        ChatCompletionMessage wish = asking.apply(question).choices().get(0).message();
        var call = wish.toolCalls().orElseThrow().get(0).asFunction();
        assertThat(call.function().name()).isEqualTo("get_weather");
        assertThat(call.function().arguments()).isEqualTo("{\"city\":\"Rome\"}");

        ChatCompletion answer = asking.apply(question.toBuilder()
                .addMessage(wish)
                .addMessage(ChatCompletionToolMessageParam.builder()
                        .toolCallId(call.id())
                        .content("sunny")
                        .build())
                .build());

        assertThat(text(answer)).isEqualTo(TEXT);
        assertThat(router.upstream().requests().get(0).body()).contains("get_weather");
        assertThat(router.upstream().requests().get(1).body()).contains("call_1", "sunny");
    }

    private static List<Function<ChatCompletionCreateParams, ChatCompletion>> waysToAsk() {
        return List.of(OpenAiJavaE2EIT::create, OpenAiJavaE2EIT::stream);
    }

    private static ChatCompletion create(ChatCompletionCreateParams question) {
        return openai.chat().completions().create(question);
    }

    private static ChatCompletion stream(ChatCompletionCreateParams question) {
        ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
        try (var stream = openai.chat().completions().createStreaming(question)) {
            stream.stream().forEach(whole::accumulate);
        }
        return whole.chatCompletion();
    }

    private static ChatCompletionCreateParams.Builder chat(String model) {
        return ChatCompletionCreateParams.builder().model(model).addUserMessage("How is the weather in Rome?");
    }

    private static String text(ChatCompletion answer) {
        return answer.choices().get(0).message().content().orElseThrow();
    }

    private static FunctionDefinition weather() {
        return FunctionDefinition.builder()
                .name("get_weather")
                .parameters(FunctionParameters.builder()
                        .putAdditionalProperty("type", JsonValue.from("object"))
                        .putAdditionalProperty("properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                        .build())
                .build();
    }

    private static EmbeddingCreateParams.Builder embedding() {
        return EmbeddingCreateParams.builder().model("embed").input("Hello");
    }

    private static List<Float> embed(EmbeddingCreateParams question) {
        return openai.embeddings().create(question).data().get(0).embedding();
    }
}
