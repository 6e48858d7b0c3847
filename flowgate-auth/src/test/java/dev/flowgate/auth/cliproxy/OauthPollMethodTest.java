package dev.flowgate.auth.cliproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowgate.auth.TestContext;
import dev.flowgate.auth.spi.AuthException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OauthPollMethodTest {
    @TempDir
    Path directory;

    private final OauthPollMethod method = new OauthPollMethod();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "codex",
                "openai",
                "claude",
                "anthropic",
                "gemini",
                "antigravity",
                "qwen",
                "iflow",
                "kimi",
                "copilot",
                "github",
                "kiro",
                "kilo",
                "cursor",
                "xai"
            })
    void knowsAProviderByEachOfItsNames(String provider) {
        assertThatCode(() -> method.login(TestContext.of(provider, directory))).doesNotThrowAnyException();
    }

    @Test
    void namesTheProvidersWhenItDoesNotKnowOne() {
        assertThatThrownBy(() -> method.login(TestContext.of("mine", directory)))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("'mine'")
                .hasMessageContaining("codex, claude, gemini")
                .hasMessageContaining("auth.providers.mine.provider");
    }

    @Test
    void takesAnEntryForTheProviderThatItNames() {
        assertThatCode(() -> method.login(TestContext.of("mine", directory).setting("provider", "codex")))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "gitlab, label, x, auth.providers.gitlab.client_id is missing",
        "kiro, kiro_method, idc, 'auth.providers.kiro.kiro_method must be one of builder-id, aws, google, github'",
        "codex, surprise, x, auth.providers.codex.surprise is not a setting"
    })
    void saysWhichSettingIsWrong(String provider, String key, String value, String message) {
        assertThatThrownBy(
                        () -> method.login(TestContext.of(provider, directory).setting(key, value)))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({
        "7.2.140, 7.2.64, true",
        "7.2.9, 7.2.64, false",
        "v6.9.47, 6.9.5, true",
        "6.8.16-0-plus, 6.8.16, true",
        "6.8.16-1-plus, 6.8.16-0, true",
        "6.8.16-0-plus, 6.8.16-1, false",
        "10.0, 9.9.9, true"
    })
    void comparesVersionsByTheirNumbers(String version, String other, boolean atLeast) {
        assertThat(ServerVersion.parse(version))
                .hasValueSatisfying(parsed -> assertThat(parsed.atLeast(other)).isEqualTo(atLeast));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "", "7.x", "99999999999.1"})
    void readsNoVersionWhereThereIsNone(String text) {
        assertThat(ServerVersion.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7.2.140 | codex, claude, antigravity, kimi, xai | CLIProxyAPI 7.2.140",
                "6.9.26 | codex, claude, gemini, antigravity, iflow, kimi | CLIProxyAPI 6.9.26",
                "6.8.16-0-plus | codex, claude, gemini, antigravity, iflow, qwen, kimi, copilot, kiro"
                        + " | CLIProxyAPIPlus 6.8.16-0"
            })
    void knowsWhatEachEditionOffers(String version, String names, String shown) {
        ServerVersion parsed = ServerVersion.parse(version).orElseThrow();

        assertThat(LoginRoute.namesOfferedBy(parsed)).isEqualTo(names);
        assertThat(parsed).hasToString(shown);
    }
}
