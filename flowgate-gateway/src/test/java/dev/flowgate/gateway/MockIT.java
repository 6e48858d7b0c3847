package dev.flowgate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MockIT {
    private static final String STREAM = "\"stream\":true";

    private final TestGateway gateway = TestGateway.start(Configs.of(
            Configs.router(0, Map.of("limited", List.of("demo"))),
            Configs.mock("demo", "d1", "Hello there, you"),
            Configs.mock("limited", "d2", "litellm.RateLimitError"),
            Configs.mock("broken", "d3", "litellm.InternalServerError"),
            Configs.mock("long", "d4", "litellm.ContextWindowExceededError")));

    @AfterEach
    void stop() {
        gateway.close();
    }

    private static List<String> names(String events) {
        return Pattern.compile("^event: (.*)$", Pattern.MULTILINE)
                .matcher(events)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    @Test
    void answersChat() {
        assertThat(gateway.post("/v1/chat/completions", TestGateway.chat("demo"))
                        .body())
                .contains("\"object\":\"chat.completion\"")
                .contains("\"content\":\"Hello there, you\"");
        assertThat(gateway.post("/v1/completions", TestGateway.chat("demo")).body())
                .contains("\"text\":\"Hello there, you\"");
    }

    @Test
    void streamsChatWithUsageWhenAsked() {
        String plain = gateway.post("/v1/chat/completions", TestGateway.chat("demo", STREAM))
                .body();
        assertThat(plain)
                .startsWith("data: {\"id\":\"chatcmpl-mock\"")
                .contains("\"delta\":{\"role\":\"assistant\",\"content\":\"\"}")
                .contains("\"content\":\"Hello \"")
                .contains("\"finish_reason\":\"stop\"")
                .doesNotContain("usage")
                .endsWith("data: [DONE]\n\n");
        assertThat(gateway.post(
                                "/v1/chat/completions",
                                TestGateway.chat("demo", STREAM, "\"stream_options\":{\"include_usage\":true}"))
                        .body())
                .contains("\"choices\":[],\"usage\":{");
    }

    @Test
    void streamsMessagesWithEveryEvent() {
        String events =
                gateway.post("/v1/messages", TestGateway.chat("demo", STREAM)).body();

        assertThat(names(events))
                .containsExactly(
                        "message_start",
                        "content_block_start",
                        "content_block_delta",
                        "content_block_delta",
                        "content_block_delta",
                        "content_block_stop",
                        "message_delta",
                        "message_stop");
    }

    @Test
    void streamsResponsesWithEveryEvent() {
        String events =
                gateway.post("/v1/responses", TestGateway.chat("demo", STREAM)).body();

        assertThat(names(events))
                .containsExactly(
                        "response.created",
                        "response.in_progress",
                        "response.output_item.added",
                        "response.content_part.added",
                        "response.output_text.delta",
                        "response.output_text.delta",
                        "response.output_text.delta",
                        "response.output_text.done",
                        "response.content_part.done",
                        "response.output_item.done",
                        "response.completed");
        assertThat(events).contains("\"sequence_number\":10").doesNotContain("[DONE]");
    }

    @Test
    void embedsInTheEncodingAskedFor() {
        assertThat(gateway.post("/v1/embeddings", "{\"model\":\"demo\",\"input\":[\"a\",\"b\"]}")
                        .body())
                .contains("\"index\":1")
                .contains("[0.5,-0.5,0.5,-0.5]");
        assertThat(gateway.post("/v1/embeddings", "{\"model\":\"demo\",\"input\":\"a\",\"encoding_format\":\"base64\"}")
                        .body())
                .contains("\"embedding\":\"AAAAPwAAAL8AAAA/AAAAvw==\"");
    }

    @Test
    void failsLikeAnUpstream() {
        assertThat(gateway.post("/v1/chat/completions", TestGateway.chat("broken"))
                        .statusCode())
                .isEqualTo(500);
        assertThat(gateway.post("/v1/messages", TestGateway.chat("long")).statusCode())
                .isEqualTo(400);
        var rescued = gateway.post("/v1/chat/completions", TestGateway.chat("limited"));
        assertThat(rescued.headers().firstValue("x-litellm-model-group")).hasValue("demo");
    }
}
