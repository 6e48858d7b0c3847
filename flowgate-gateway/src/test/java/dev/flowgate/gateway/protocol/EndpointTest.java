package dev.flowgate.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointTest {
    @ParameterizedTest
    @CsvSource({
        "CHAT_COMPLETIONS, /v1, /v1/chat/completions",
        "CHAT_COMPLETIONS, /v1/, /v1/chat/completions",
        "RESPONSES, '', /responses",
        "MESSAGES, '', /v1/messages",
        "MESSAGES, /v1, /v1/messages",
        "MESSAGES, /proxy/v1/messages, /proxy/v1/messages",
        "COUNT_TOKENS, '', /v1/messages/count_tokens",
        "COUNT_TOKENS, /proxy/v1/, /proxy/v1/messages/count_tokens",
        "COUNT_TOKENS, /proxy/v1/messages, /proxy/v1/messages/count_tokens"
    })
    void findsThePathAtAnUpstream(Endpoint endpoint, String base, String path) {
        assertThat(endpoint.upstreamPath(base)).isEqualTo(path);
    }
}
