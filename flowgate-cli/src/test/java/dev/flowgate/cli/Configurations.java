package dev.flowgate.cli;

/** Configurations that the end-to-end tests share. */
final class Configurations {
    static final String PATHS = """
            config_version: 2
            paths:
              runtime_dir: ../.router/runtime
              active_config: ../.router/runtime/litellm.active.yaml
              state_file: ../.router/runtime/state.json
              log_file: ../.router/logs/flowgate.log
            """;

    private Configurations() {}

    /** One demo model, and two profiles that answer differently. */
    static String demo(int port) {
        return PATHS + """
                services:
                  litellm: {type: embedded, port: %d}
                litellm_base:
                  model_list:
                    - model_name: demo
                      litellm_params: {model: openai/demo, mock_response: "from balanced"}
                profiles:
                  balanced: {}
                  cost:
                    model_list:
                      - model_name: demo
                        litellm_params: {model: openai/demo, mock_response: "from cost"}
                """.formatted(port);
    }

    /** Models of both protocols behind one upstream, and a master key from the environment. */
    static String proxied(int port, String upstream) {
        return PATHS + """
                services:
                  litellm: {type: embedded, port: %1$d}
                litellm_base:
                  model_list:
                    - model_name: smart
                      litellm_params: {model: openai/upstream-model, api_base: "%2$s/v1", api_key: os.environ/UPSTREAM_KEY}
                    - model_name: claude
                      litellm_params: {model: anthropic/upstream-claude, api_base: "%2$s", api_key: os.environ/UPSTREAM_KEY}
                    - model_name: embed
                      litellm_params: {model: openai/upstream-embed, api_base: "%2$s/v1", api_key: os.environ/UPSTREAM_KEY}
                  general_settings: {master_key: os.environ/ROUTER_KEY}
                profiles:
                  balanced: {}
                """.formatted(port, upstream);
    }
}
