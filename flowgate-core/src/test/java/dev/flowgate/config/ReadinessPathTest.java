package dev.flowgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadinessPathTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/health",
                "/health/",
                "/health//",
                "//health",
                "/health?model=x",
                "/health/?model_id=1",
                "/health#x",
                "/%68ealth",
                "/h%65alth/"
            })
    void neverAsksWhatBillsEveryModel(String path) {
        FlowGateConfig config = Samples.parse(litellm("port: 1, readiness_path: '" + path + "'"));

        assertThat(Samples.service(config, "litellm").readinessPath()).isEqualTo("/health/readiness");
        assertThat(config.warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.keyPath()).isEqualTo("services.litellm.readiness_path");
            assertThat(warning.message()).contains("costs money", "asks /health/readiness instead");
        });
    }

    @Test
    void keepsThePathThatAServerIsBehind() {
        FlowGateConfig config = Samples.parse(litellm("readiness_path: /gateway/health"));

        assertThat(Samples.service(config, "litellm").readinessPath()).isEqualTo("/gateway/health/readiness");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/readiness", "/health/liveliness", "/healthz", "/", "/health/readiness?x=1"})
    void leavesEveryOtherPathAlone(String path) {
        FlowGateConfig config = Samples.parse(litellm("readiness_path: '" + path + "'"));

        assertThat(Samples.service(config, "litellm").readinessPath()).isEqualTo(path);
        assertThat(config.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[litellm, --port, '1']                  | /health/readiness",
                "[/opt/venv/bin/litellm]                 | /health/readiness",
                "[python3, -m, litellm]                  | /health/readiness",
                "[nice, -n, '5', uvx, litellm]           | /health/readiness",
                "[sh, -c, 'exec venv/bin/litellm -h x']  | /health/readiness",
                "[server, --data, /var/lib/litellm]      | /health",
                "[litellm-exporter]                      | /health",
                "[server, litellm.yaml]                  | /health"
            })
    void knowsLiteLlmUnderAnyNameByItsCommand(String args, String asked) {
        FlowGateConfig config = Samples.parse(Samples.MINIMAL.replace(
                "litellm: {}", "second: {port: 1, readiness_path: /health, command: {args: " + args + "}}"));

        assertThat(Samples.service(config, "second").readinessPath()).isEqualTo(asked);
        assertThat(config.warnings()).hasSize(asked.equals("/health") ? 0 : 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"health", "/a b", "/a%zz"})
    void refusesWhatIsNoPath(String path) {
        assertThat(Samples.errors(litellm("readiness_path: '" + path + "'")))
                .singleElement()
                .asString()
                .contains("services.litellm.readiness_path", path);
    }

    private static String litellm(String keys) {
        return Samples.MINIMAL.replace("litellm: {}", "litellm: {" + keys + "}");
    }
}
