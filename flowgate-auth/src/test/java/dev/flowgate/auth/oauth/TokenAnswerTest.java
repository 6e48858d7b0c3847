package dev.flowgate.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowgate.auth.TestContext;
import dev.flowgate.auth.spi.AuthException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenAnswerTest {
    private static final URI ENDPOINT = URI.create("https://auth.example.com/token");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"marker\r\nX-Injected: 1", "marker token", "marker\u00e9", "marker\u0000"})
    void refusesATokenThatNoHeaderCanCarry(String token) {
        assertThatThrownBy(() -> TokenAnswer.read(
                        Map.of("access_token", token), ENDPOINT, TestContext.of("acme", folder), "scope", null))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("acme")
                .hasMessageNotContaining("marker");
    }

    @Test
    void takesEveryCharacterThatATokenMayHave() {
        String token = "AZaz09-._~+/==";

        assertThat(TokenAnswer.read(Map.of("access_token", token), ENDPOINT, TestContext.of("acme", folder), "", null)
                        .accessToken())
                .isEqualTo(token);
    }
}
