package dev.flowgate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowgate.cli.BrokenStream.Ending;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.anthropic.AnthropicModelCatalog;
import dev.langchain4j.model.anthropic.AnthropicTokenCountEstimator;
import dev.langchain4j.model.catalog.ModelCatalog;
import dev.langchain4j.model.catalog.ModelDescription;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiModelCatalog;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** LangChain4j through the built distribution. It asks for an upgrade to HTTP/2 with every request. */
@Timeout(120)
class LangChain4jE2EIT {
    private static final String QUESTION = "How is the weather in Rome?";
    private static final String TEXT = "Hello from upstream";
    private static final ToolSpecification WEATHER = ToolSpecification.builder()
            .name("get_weather")
            .description("Tells the weather of a city")
            .parameters(JsonObjectSchema.builder()
                    .addStringProperty("city")
                    .required("city")
                    .build())
            .build();

    @TempDir
    static Path folder;

    private static RunningRouter router;

    @BeforeAll
    static void start() throws Exception {
        router = RunningRouter.in(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        router.close();
    }

    @AfterEach
    void verify() {
        router.verify();
    }

    @ParameterizedTest
    @EnumSource
    void getsAnAnswer(LangChain4jApi api) {
        router.upstream().will(UpstreamReply.json(api.file() + ".json"));

        assertThat(model(api, "").chat(QUESTION)).isEqualTo(TEXT);
    }

    @ParameterizedTest
    @EnumSource
    void getsAStream(LangChain4jApi api) throws Exception {
        router.upstream().will(UpstreamReply.stream(api.file() + ".sse"));
        StreamedAnswer answer = new StreamedAnswer(() -> {});

        streaming(api, "").chat(QUESTION, answer);

        assertThat(answer.await().aiMessage().text()).isEqualTo(TEXT);
        assertThat(answer.text()).isEqualTo(TEXT);
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "MESSAGES"})
    void canSendFieldsThatTheRouterDoesNotKnow(LangChain4jApi api) {
        router.upstream().will(UpstreamReply.json(api.file() + ".json"));

        model(api, "").chat(QUESTION);

        assertThat(router.upstream().requests().get(0).body())
                .containsPattern(
                        "\"x_unknown\"\\s*:\\s*\\{\\s*\"text\"\\s*:\\s*\"\u00e4 \\\\\"quoted\\\\\" \ud83d\ude00\"");
    }

    @ParameterizedTest
    @EnumSource
    void takesAWholeTurnWithATool(LangChain4jApi api) throws Exception {
        router.upstream().will(UpstreamReply.json(api.file() + "-tool.json"), UpstreamReply.json(api.file() + ".json"));

        takeTurn(model(api, "")::chat);
    }

    @ParameterizedTest
    @EnumSource
    void takesAWholeTurnWithAToolInStreams(LangChain4jApi api) throws Exception {
        router.upstream()
                .will(UpstreamReply.stream(api.file() + "-tool.sse"), UpstreamReply.stream(api.file() + ".sse"));
        StreamingChatModel model = streaming(api, "");

        takeTurn(request -> {
            StreamedAnswer answer = new StreamedAnswer(() -> {});
            model.chat(request, answer);
            return answer.await();
        });
    }

    @Test
    void getsEmbeddings() {
        router.upstream().will(UpstreamReply.json("embedding-floats.json"));
        OpenAiEmbeddingModel model = OpenAiEmbeddingModel.builder()
                .baseUrl(router.versionedAddress())
                .apiKey(RunningRouter.KEY)
                .modelName("embed")
                .maxRetries(0)
                .build();

        assertThat(model.embed("Hello").content().vector()).containsExactly(0.25f, -0.5f, 1.0f);
    }

    @Test
    void countsTokens() {
        router.upstream().will(UpstreamReply.json("message-tokens.json"));
        AnthropicTokenCountEstimator estimator = AnthropicTokenCountEstimator.builder()
                .baseUrl(router.versionedAddress())
                .apiKey(RunningRouter.KEY)
                .modelName("claude")
                .build();

        assertThat(estimator.estimateTokenCountInText(QUESTION)).isEqualTo(14);
    }

    @Test
    void listsTheModels() {
        List<ModelCatalog> catalogs = List.of(
                OpenAiModelCatalog.builder()
                        .baseUrl(router.versionedAddress())
                        .apiKey(RunningRouter.KEY)
                        .build(),
                AnthropicModelCatalog.builder()
                        .baseUrl(router.versionedAddress())
                        .apiKey(RunningRouter.KEY)
                        .build());

        assertThat(catalogs)
                .allSatisfy(catalog -> assertThat(catalog.listModels().stream().map(ModelDescription::name))
                        .contains("smart", "claude", "embed"));
    }

    @ParameterizedTest
    @EnumSource
    void isToldThatTheKeyIsWrong(LangChain4jApi api) {
        String address = router.versionedAddress();
        StreamedAnswer answer = new StreamedAnswer(() -> {});

        assertThatThrownBy(() -> api.model(address, "wrong", api.modelName()).chat(QUESTION))
                .isInstanceOf(AuthenticationException.class)
                .hasMessageContaining("master key");
        api.streaming(address, "wrong", api.modelName()).chat(QUESTION, answer);
        assertThatThrownBy(answer::await).cause().isInstanceOf(AuthenticationException.class);
    }

    @ParameterizedTest
    @EnumSource
    void isToldOfTheUpstreamsLimit(LangChain4jApi api) {
        UpstreamReply limit = UpstreamReply.failure(429, "retry-after: 7");
        router.upstream().will(limit, limit);
        StreamedAnswer answer = new StreamedAnswer(() -> {});

        assertThatThrownBy(() -> model(api, RunningRouter.ONCE).chat(QUESTION))
                .isInstanceOf(RateLimitException.class)
                .hasMessageContaining("The upstream says 429");
        streaming(api, RunningRouter.ONCE).chat(QUESTION, answer);
        assertThatThrownBy(answer::await)
                .cause()
                .isInstanceOf(RateLimitException.class)
                .hasMessageContaining("The upstream says 429");
    }

    @ParameterizedTest
    @EnumSource
    void doesNotSeeALimitThatAnotherDeploymentHides(LangChain4jApi api) throws Exception {
        router.upstream().will(UpstreamReply.failure(429, "retry-after: 7"), UpstreamReply.stream(api.file() + ".sse"));
        StreamedAnswer answer = new StreamedAnswer(() -> {});

        streaming(api, RunningRouter.PAIR).chat(QUESTION, answer);

        assertThat(answer.await().aiMessage().text()).isEqualTo(TEXT);
        assertThat(router.upstream().requests())
                .anySatisfy(request -> assertThat(request.body()).contains("-one\""))
                .anySatisfy(request -> assertThat(request.body()).contains("-two\""));
    }

    @ParameterizedTest
    @EnumSource
    void doesNotSeeAFailureThatARetryHides(LangChain4jApi api) {
        router.upstream().will(UpstreamReply.failure(503), UpstreamReply.json(api.file() + ".json"));

        assertThat(model(api, "").chat(QUESTION)).isEqualTo(TEXT);
    }

    @ParameterizedTest
    @EnumSource
    void isToldThatAStreamWasReset(LangChain4jApi api) {
        assertBreaks(api, Ending.RESET);
    }

    @ParameterizedTest
    @EnumSource
    void isToldThatAStreamEndedTooEarly(LangChain4jApi api) {
        assertBreaks(api, Ending.CLEAN);
    }

    private static void assertBreaks(LangChain4jApi api, Ending ending) {
        BrokenStream stream = new BrokenStream(api.file() + ".sse", ending);
        router.upstream().will(stream);
        StreamedAnswer answer = new StreamedAnswer(stream::breakNow);

        streaming(api, "").chat(QUESTION, answer);

        assertThatThrownBy(answer::await).isInstanceOf(ExecutionException.class);
        assertThat(answer.text()).isEqualTo(BrokenStream.FIRST_TEXT);
    }

    private static void takeTurn(Asking asking) throws Exception {
        UserMessage question = UserMessage.from(QUESTION);

        AiMessage wish = asking.ask(request(question)).aiMessage();
        assertThat(wish.toolExecutionRequests()).hasSize(1);
        ToolExecutionRequest wanted = wish.toolExecutionRequests().get(0);
        assertThat(wanted.name()).isEqualTo("get_weather");
        assertThat(wanted.arguments()).isEqualToIgnoringWhitespace("{\"city\":\"Rome\"}");

        ToolExecutionResultMessage result = ToolExecutionResultMessage.from(wanted, "sunny");
        assertThat(asking.ask(request(question, wish, result)).aiMessage().text())
                .isEqualTo(TEXT);
        assertThat(router.upstream().requests().get(0).body()).contains("get_weather");
        assertThat(router.upstream().requests().get(1).body()).contains("call_1", "sunny");
    }

    private static ChatRequest request(ChatMessage... messages) {
        return ChatRequest.builder()
                .messages(messages)
                .toolSpecifications(WEATHER)
                .build();
    }

    private static ChatModel model(LangChain4jApi api, String suffix) {
        return api.model(router.versionedAddress(), RunningRouter.KEY, api.modelName() + suffix);
    }

    private static StreamingChatModel streaming(LangChain4jApi api, String suffix) {
        return api.streaming(router.versionedAddress(), RunningRouter.KEY, api.modelName() + suffix);
    }

    /** A way to ask a model. */
    @FunctionalInterface
    private interface Asking {
        ChatResponse ask(ChatRequest request) throws Exception;
    }
}
