package dev.flowgate.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowgate.config.ConfigException;
import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.routing.RouteExplanation;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class GatewayBuilderTest {
    private static final FlowGateConfig CONFIG = FlowGateConfig.parse("""
            paths: {runtime_dir: r, active_config: a, state_file: s, log_file: l}
            services: {litellm: {type: embedded, port: 4711}}
            litellm_base:
              model_list:
                - model_name: smart
                  litellm_params: {model: openai/one, api_base: "http://127.0.0.1:1/v1", api_key: k, weight: 3}
                - model_name: smart
                  litellm_params: {model: openai/two, api_base: "http://127.0.0.1:1/v1", api_key: k, weight: 1}
                - model_name: cheap
                  litellm_params: {model: openai/three, api_base: "http://127.0.0.1:1/v1", api_key: os.environ/MISSING}
              router_settings: {fallbacks: [{smart: [cheap]}], routing_strategy: simple-shuffle}
              general_settings: {master_key: os.environ/MISSING}
            profiles:
              first: {}
              second: {router_settings: {num_retries: 7}}
            """, Path.of("/base"));

    @Test
    void explainsARouteWithoutStartingAndWithoutTheMasterKey() {
        RouteExplanation explanation = Gateway.builder()
                .config(CONFIG)
                .profile("second")
                .environment(name -> null)
                .build()
                .explain("smart");

        assertThat(explanation.groups())
                .extracting(RouteExplanation.Group::name)
                .containsExactly("smart", "cheap");
        assertThat(explanation.groups().get(0).candidates())
                .extracting(RouteExplanation.Candidate::share)
                .containsExactly(0.75, 0.25);
        assertThat(explanation.groups().get(0).candidates())
                .extracting(RouteExplanation.Candidate::numRetries)
                .containsOnly(7);
        assertThat(explanation.groups().get(1).candidates())
                .singleElement()
                .satisfies(candidate -> assertThat(candidate.state()).contains("MISSING is not set"));
    }

    @Test
    void wantsAProfileToBeChosenAmongSeveral() {
        assertThatThrownBy(() -> Gateway.builder().config(CONFIG).build())
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("first, second");
        assertThatThrownBy(
                        () -> Gateway.builder().config(CONFIG).profile("third").build())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("third");
        assertThatThrownBy(() -> Gateway.builder().build()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void doesNotStartWithoutTheMasterKeyItIsToldToAskFor() {
        Gateway gateway = Gateway.builder()
                .config(CONFIG)
                .profile("first")
                .port(0)
                .environment(name -> null)
                .build();

        assertThatThrownBy(gateway::start).hasMessageContaining("MISSING is not set");
    }
}
