package dev.flowgate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileOverlayTest {
    private static final String YAML = """
            paths: {runtime_dir: r, active_config: %s, state_file: s, log_file: l}
            services: {litellm: {type: embedded}}
            litellm_base:
              model_list:
                - model_name: m
                  litellm_params: {model: openai/m, api_base: "http://127.0.0.1:1/v1", rpm: "60"}
              router_settings: {num_retries: "4", model_group_alias: {a: m, c: a}}
              general_settings: {master_key: the-key}
            profiles:
              balanced:
                # every line below is commented out
                general_settings:
                router_settings:
            """;

    @Test
    void anEmptySectionTakesNothingAway() {
        FlowGateConfig config = FlowGateConfig.parse(YAML.formatted("a"), Path.of("/base"));

        assertThat(config.litellm("balanced").masterKey()).isNotNull();
        assertThat(config.litellm("balanced").router().retries().numRetries()).isEqualTo(4);
    }

    @Test
    void takesNumbersInQuotes() {
        FlowGateConfig config = FlowGateConfig.parse(YAML.formatted("a"), Path.of("/base"));

        assertThat(config.litellm("balanced").deployments().get(0).rpm()).isEqualTo(60);
    }

    @Test
    void warnsOfAnAliasOfAnAlias() {
        assertThat(FlowGateConfig.parse(YAML.formatted("a"), Path.of("/base")).warnings())
                .extracting(ConfigProblem::message)
                .containsOnlyOnce("\"a\" is itself an alias, and aliases do not chain");
    }

    @Test
    void refusesToWriteOverItself(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("flowgate.yaml"), YAML.formatted("flowgate.yaml"));

        assertThatThrownBy(() -> FlowGateConfig.load(file))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("paths.active_config: is the same file as the configuration itself");
        assertThatThrownBy(() -> FlowGateConfig.parse(YAML.formatted("s"), folder))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("is the same file as paths.active_config");
    }

    @Test
    void namesAKeyThatWasMeantEvenForALiteLlmProcess() {
        String yaml = YAML.formatted("a")
                .replace("{type: embedded}", "{command: {args: [litellm]}}")
                .replace("num_retries", "num_retires");

        assertThat(FlowGateConfig.parse(yaml, Path.of("/base")).warnings())
                .extracting(ConfigProblem::message)
                .anySatisfy(message -> assertThat(message).contains("`num_retires`; did you mean `num_retries`?"));
    }
}
