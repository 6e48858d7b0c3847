package dev.flowgate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written for a real LiteLLM is for LiteLLM to judge. */
class LiteLlmProcessTest {
    private static String forProcess(String yaml) {
        return yaml.replace("litellm: {}", "litellm: {command: {args: [litellm]}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mock_response: {id: x}",
                "order: -1",
                "max_parallel_requests: 0",
                "tags: paid",
                "timeout: 30s",
                "api_base: 'grpc://h'"
            })
    void letsPassWhatOnlyTheEngineRefuses(String param) {
        String text = Samples.withParams("model: openai/x, " + param);

        assertThat(Samples.errors(text)).hasSize(1);
        assertThat(Samples.warnings(forProcess(text)))
                .singleElement()
                .asString()
                .contains("litellm_params.")
                .endsWith("(LiteLLM is handed it as it is, and may refuse it)");
    }

    @Test
    void letsPassFallbacksWithParametersOfTheirOwn() {
        String text = forProcess(Samples.withRouter("fallbacks: [{demo: [{model: demo, temperature: 0}]}]"));

        assertThat(Samples.warnings(text)).hasSize(1);
        assertThat(Samples.parse(text).document("balanced").toString()).contains("temperature=0");
    }

    @Test
    void letsPassIdsThatAreThereTwice() {
        String entry = "{model_name: demo, litellm_params: {model: openai/x}, model_info: {id: a}}";
        String text =
                Samples.MINIMAL.replace("  model_list:\n", "  model_list:\n    - " + entry + "\n    - " + entry + "\n");

        assertThat(Samples.errors(text)).singleElement().asString().contains("the id \"a\" is taken");
        assertThat(Samples.warnings(forProcess(text))).isEmpty();
    }

    @Test
    void itsSectionsStillNeedTheRightForm() {
        assertThat(Samples.errors(
                        forProcess(Samples.MINIMAL.replace("profiles:", "  router_settings: [fast]\nprofiles:"))))
                .containsExactly("litellm_base.router_settings: must be a map; found a list");
        assertThat(Samples.errors(forProcess(Samples.MINIMAL.replace("balanced: {}", "balanced: fast"))))
                .containsExactly("profiles.balanced: must be a map; found text");
        assertThat(Samples.errors(
                        forProcess(Samples.withServices("other: {port: x, command: {args: [a]}}\nlitellm: {}"))))
                .singleElement()
                .asString()
                .startsWith("services.other.port: must be");
    }

    @Test
    void theEngineStillRefusesIt() {
        FlowGateConfig config =
                Samples.parse(forProcess(Samples.withParams("model: openai/x, mock_response: {id: x}")));

        assertThatThrownBy(() -> config.litellm("balanced", Map.<String, String>of()::get))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("mock_response: must be text; found a map");
    }
}
