package dev.flowgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretLineTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "+    api_key: sk-1234           | +    api_key: ***",
                "-  \"api_key\": \"sk, 12\", \"a\": 1 | -  \"api_key\": ***, \"a\": 1",
                "master_key: 'sk-1'              | master_key: ***",
                "api_key: os.environ/NAME        | api_key: os.environ/NAME",
                "model: openai/gpt-4o            | model: openai/gpt-4o",
                "secret_files:                   | secret_files:"
            })
    void hidesTheValuesOfSecretKeys(String line, String shown) {
        assertThat(SecretLine.hide(line)).isEqualTo(shown);
    }
}
