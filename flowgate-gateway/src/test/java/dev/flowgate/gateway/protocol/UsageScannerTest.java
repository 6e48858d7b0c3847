package dev.flowgate.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.routing.TokenUsage;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class UsageScannerTest {
    private static TokenUsage usage(String answer) {
        UsageScanner scanner = new UsageScanner();
        for (byte next : answer.getBytes(StandardCharsets.UTF_8)) {
            scanner.passed(next);
        }
        return scanner.usage();
    }

    @Test
    void readsOpenAiChat() {
        assertThat(usage("{\"choices\":[{\"message\":{\"content\":\"x\"}}],\"usage\": {\"prompt_tokens\": 7, "
                        + "\"prompt_tokens_details\":{\"cached_tokens\":3,\"completion_tokens\":99},"
                        + "\"completion_tokens\":5,\"total_tokens\":12}}"))
                .isEqualTo(new TokenUsage(5, 12));
    }

    @Test
    void readsTheLastEventsOfAnOpenAiStream() {
        assertThat(usage("""
                data: {"choices":[],"usage":null}

                data: {"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}

                data: [DONE]

                """)).isEqualTo(new TokenUsage(2, 3));
    }

    @Test
    void addsUpAnAnthropicStream() {
        assertThat(usage("event: message_start\ndata: {\"message\":{\"usage\":{\"input_tokens\":25,"
                        + "\"output_tokens\":1,\"service_tier\":\"standard4\"}}}\n\n"
                        + "event: message_delta\ndata: {\"usage\":{\"output_tokens\":15}}\n\n"))
                .isEqualTo(new TokenUsage(15, 40));
    }

    @Test
    void readsACompletedResponse() {
        assertThat(usage("event: response.completed\ndata: {\"response\":{\"usage\":{\"input_tokens\":4,"
                        + "\"output_tokens\":6,\"output_tokens_details\":{\"reasoning_tokens\":1},"
                        + "\"total_tokens\":10},\"user\":null}}\n\n"))
                .isEqualTo(new TokenUsage(6, 10));
    }

    @Test
    void isNotMisledByTextOrOtherMembers() {
        assertThat(usage(
                        "{\"content\":\"\\\"usage\\\":{\\\"total_tokens\\\":9}\",\"kind\":\"usage\",\"usage\":\"usage\","
                                + "\"properties\":{\"usage\":{\"type\":\"object\",\"minimum\":3}}}"))
                .isEqualTo(TokenUsage.UNKNOWN);
        assertThat(usage("\"\"usage\":{\"total_tokens\":2}")).isEqualTo(new TokenUsage(0, 2));
    }

    @Test
    void survivesANumberWithoutEnd() {
        assertThat(usage("\"usage\":{\"total_tokens\":" + "9".repeat(400) + "}").totalTokens())
                .isPositive();
    }
}
