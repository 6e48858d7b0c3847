package dev.flowgate.auth.key;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk-proj-4fV9a_KeyMaterial-0123456789",
                "sk-ant-api03-AbCdEf",
                "AIzaSyD-9tSrke72PouQMnMX-a7eZSW0jkFMBWY",
                "gsk_abc",
                "0123456789abcdef",
                "xai-1x2y3z",
                "test-4711-live",
                "key-7f3a9c",
                "a",
                "base64+/=="
            })
    void takesWhatMayBeAKey(String key) {
        assertThat(KeyText.problem(key)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk-...",
                "sk-xxxx",
                "sk-XXXXXXXX",
                "xxx",
                "***",
                "...",
                "YOUR_API_KEY",
                "your-api-key-here",
                "sk-your-key",
                "<your key>",
                "<api-key>",
                "{{OPENAI_API_KEY}}",
                "changeme",
                "CHANGE_ME",
                "replace-me",
                "insert-your-token-here",
                "api_key",
                "null",
                "placeholder"
            })
    void refusesPlaceholders(String text) {
        assertThat(KeyText.problem(text)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "'', empty",
        "Bearer marker, white space",
        "'export A=marker', white space",
        "os.environ/MARKER, names a variable",
        "$MARKER, names a variable",
        "\u00fcmarker, ASCII",
        "'mark\u0007er', header",
        "'\"marker\"', quotation marks",
        "`marker`, quotation marks"
    })
    void saysWhatIsWrongWithoutRepeatingIt(String text, String words) {
        assertThat(KeyText.problem(text))
                .hasValueSatisfying(
                        problem -> assertThat(problem).contains(words).doesNotContainIgnoringCase("marker"));
    }

    @ParameterizedTest
    @ValueSource(ints = {8 * 1024 + 1})
    void refusesWhatIsFarTooLong(int length) {
        assertThat(KeyText.problem("a".repeat(length))).isPresent();
    }
}
