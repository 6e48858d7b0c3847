package dev.flowgate.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelPathTest {
    @Test
    void findsTheModel() {
        assertThat(ModelPath.of("/engines/gpt/completions")).isEqualTo(new ModelPath(Endpoint.COMPLETIONS, "gpt"));
        assertThat(ModelPath.of("/openai/deployments/gpt/chat/completions"))
                .isEqualTo(new ModelPath(Endpoint.CHAT_COMPLETIONS, "gpt"));
        assertThat(ModelPath.of("/openai/deployments/open%2Brouter/a+b%20c/embeddings"))
                .isEqualTo(new ModelPath(Endpoint.EMBEDDINGS, "open+router/a+b c"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/engines//completions",
                "/engines/completions",
                "/engines/gpt/responses",
                "/engines/gpt",
                "/engines/%zz/embeddings",
                "/v1/engines/gpt/completions",
                "/openai/deployments/chat/completions"
            })
    void knowsNoOtherPaths(String path) {
        assertThat(ModelPath.of(path)).isNull();
    }
}
