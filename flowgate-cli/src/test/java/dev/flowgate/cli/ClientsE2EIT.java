package dev.flowgate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.TextDelta;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.NotFoundException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;
import com.openai.models.responses.ResponseCreateParams;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client libraries that people use, against the built distribution with an upstream behind it. */
@Timeout(120)
class ClientsE2EIT {
    private static final String ROUTER_KEY = "key-for-the-router";
    private static final String UPSTREAM_KEY = "key-for-the-upstream";

    @TempDir
    static Path folder;

    private static MockUpstream upstream;
    private static Distribution flowgate;
    private static OpenAIClient openai;
    private static AnthropicClient anthropic;
    private static String address;

    @BeforeAll
    static void start() throws Exception {
        upstream = MockUpstream.start();
        flowgate = Distribution.in(folder)
                .configure(Configurations.proxied(Distribution.freePort(), upstream.address()))
                .with("UPSTREAM_KEY", UPSTREAM_KEY)
                .with("ROUTER_KEY", ROUTER_KEY);
        Distribution.Result up = flowgate.run("up");
        assertThat(up.exitCode()).as(up.err()).isZero();
        address = up.value("address");
        openai = OpenAIOkHttpClient.builder()
                .baseUrl(address + "/v1")
                .apiKey(ROUTER_KEY)
                .build();
        anthropic = AnthropicOkHttpClient.builder()
                .baseUrl(address)
                .apiKey(ROUTER_KEY)
                .build();
    }

    @AfterAll
    static void stop() throws Exception {
        openai.close();
        anthropic.close();
        flowgate.close();
        upstream.close();
    }

    @Test
    void openaiGetsAnAnswer() {
        var answer = openai.chat().completions().create(chat("smart"));

        assertThat(answer.choices().get(0).message().content()).hasValue("Hello from upstream");
        assertThat(upstream.bodies())
                .last()
                .asString()
                .contains("\"upstream-model\"")
                .doesNotContain("\"smart\"");
        assertThat(upstream.keys()).last().isEqualTo("Bearer " + UPSTREAM_KEY);
    }

    @Test
    void openaiGetsAStream() {
        try (var stream = openai.chat().completions().createStreaming(chat("smart"))) {
            String text = stream.stream()
                    .flatMap(chunk -> chunk.choices().stream())
                    .flatMap(choice -> choice.delta().content().stream())
                    .collect(Collectors.joining());

            assertThat(text).isEqualTo("Hello from upstream");
        }
    }

    @Test
    void openaiGetsEmbeddingsAndAResponse() {
        var embedding = openai.embeddings()
                .create(EmbeddingCreateParams.builder()
                        .model("embed")
                        .input("Hello")
                        .build());
        assertThat(embedding.data().get(0).embedding()).hasSize(3);

        var response = openai.responses()
                .create(ResponseCreateParams.builder()
                        .model("smart")
                        .input("Hello")
                        .build());
        assertThat(response.output()
                        .get(0)
                        .asMessage()
                        .content()
                        .get(0)
                        .asOutputText()
                        .text())
                .isEqualTo("Hello from upstream");
    }

    @Test
    void openaiListsTheModels() {
        assertThat(openai.models().list().data().stream().map(Model::id)).containsExactly("smart", "claude", "embed");
    }

    @Test
    void openaiDoesNotSeeAFailureThatARetryHides() {
        upstream.failNext(503);

        var answer = openai.chat().completions().create(chat("smart"));

        assertThat(answer.choices().get(0).message().content()).hasValue("Hello from upstream");
    }

    @Test
    void openaiIsToldWhatIsWrong() {
        assertThatThrownBy(() -> openai.chat().completions().create(chat("smrt")))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("smrt")
                .hasMessageContaining("smart");
        OpenAIClient stranger = OpenAIOkHttpClient.builder()
                .baseUrl(address + "/v1")
                .apiKey("wrong")
                .build();
        assertThatThrownBy(() -> stranger.chat().completions().create(chat("smart")))
                .isInstanceOf(UnauthorizedException.class);
        stranger.close();
    }

    @Test
    void anthropicGetsAnAnswer() {
        var answer = anthropic.messages().create(message("claude"));

        assertThat(answer.content().get(0).asText().text()).isEqualTo("Hello from upstream");
        assertThat(upstream.keys()).last().isEqualTo(UPSTREAM_KEY);
    }

    @Test
    void anthropicGetsAStream() {
        try (var stream = anthropic.messages().createStreaming(message("claude"))) {
            String text = stream.stream()
                    .flatMap(event -> event.contentBlockDelta().stream())
                    .flatMap(delta -> delta.delta().text().stream())
                    .map(TextDelta::text)
                    .collect(Collectors.joining());

            assertThat(text).isEqualTo("Hello from upstream");
        }
    }

    @Test
    void anthropicIsToldWhatIsWrong() {
        assertThatThrownBy(() -> anthropic.messages().create(message("cloud")))
                .isInstanceOf(com.anthropic.errors.NotFoundException.class)
                .hasMessageContaining("claude");
    }

    private static ChatCompletionCreateParams chat(String model) {
        return ChatCompletionCreateParams.builder()
                .model(model)
                .addUserMessage("Hello")
                .build();
    }

    private static MessageCreateParams message(String model) {
        return MessageCreateParams.builder()
                .model(model)
                .maxTokens(100)
                .addUserMessage("Hello")
                .build();
    }
}
