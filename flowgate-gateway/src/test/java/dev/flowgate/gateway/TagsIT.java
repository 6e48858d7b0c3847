package dev.flowgate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests and the tags by which they choose their deployments, from socket to socket. */
@Timeout(30)
class TagsIT {
    private static final String FREE = "\"tags\":[\"free\"]";

    private final FakeUpstream upstream = FakeUpstream.answering("{}");
    private final TestGateway gateway = TestGateway.start(Configs.of(
            Configs.filteringTags(),
            Configs.tagged(Configs.openAi("gpt", "free", upstream.base()), "free"),
            Configs.tagged(Configs.openAi("gpt", "paid", upstream.base()), "paid", "fast"),
            Configs.tagged(Configs.anthropic("claude", "cl", upstream.root()), "paid")));

    @AfterEach
    void stop() {
        gateway.close();
        upstream.close();
    }

    private String answeredBy(String path, String body, String... headers) {
        return gateway.post(path, body, headers)
                .headers()
                .firstValue("x-litellm-model-id")
                .orElse("nobody");
    }

    @Test
    void tagsOfTheBodyDecideAndStayHere() {
        for (String path : List.of("/v1/chat/completions", "/v1/completions", "/v1/embeddings", "/v1/responses")) {
            assertThat(answeredBy(path, TestGateway.chat("gpt", FREE))).isEqualTo("free");
            assertThat(upstream.last().text()).doesNotContain("tags");
        }
    }

    @Test
    void tagsOfTheHeaderDecideAndStayHere() {
        assertThat(answeredBy("/v1/chat/completions", TestGateway.chat("gpt"), "x-litellm-tags", "odd, fast"))
                .isEqualTo("paid");
        assertThat(answeredBy("/v1/messages", TestGateway.chat("claude"), "x-litellm-tags", "paid"))
                .isEqualTo("cl");
        assertThat(upstream.last().headers()).doesNotContainKey("x-litellm-tags");
    }

    @Test
    void tagsOfTheBodyComeBeforeThoseOfTheHeader() {
        assertThat(answeredBy("/v1/chat/completions", TestGateway.chat("gpt", FREE), "x-litellm-tags", "paid"))
                .isEqualTo("free");
    }

    @Test
    void refusesTagsThatNobodyHas() {
        var refused = gateway.post("/v1/chat/completions", TestGateway.chat("gpt"), "x-litellm-tags", "odd");

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).contains("serves requests with the tag odd.");
        assertThat(upstream.received()).isEmpty();
    }
}
