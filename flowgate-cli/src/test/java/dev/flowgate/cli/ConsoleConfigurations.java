package dev.flowgate.cli;

/** The configurations of the documentation's scenarios, with the ports that the pages name. */
final class ConsoleConfigurations {
    static final String HELPER_SCRIPT = """
            #!/bin/sh
            [ -r config/settings.ini ] || { echo 'helper: config/settings.ini is missing' >&2; exit 3; }
            exec sleep 600
            """;

    /** A service of one's own, which somebody watches. */
    static final String HELPER = Configurations.PATHS + """
            services:
              litellm: {port: 4000}
              helper:
                command: {args: [./helper.sh], cwd: ..}
                restart: on-failure
            litellm_base:
              model_list:
                - model_name: demo
                  litellm_params: {model: openai/demo, mock_response: hello}
            profiles:
              balanced: {}
            """;

    /** A service that runs what FlowGate installs, from the release API and the repository that are put in. */
    static final String NOT_INSTALLED = Configurations.PATHS + """
            services:
              litellm: {port: 4000}
              cliproxyapi_plus: {port: 8317}
            litellm_base:
              model_list:
                - model_name: demo
                  litellm_params: {model: openai/demo, mock_response: hello}
            profiles:
              balanced: {}
            bootstrap:
              cliproxyapi_plus: {api: "%s", repository: %s, tag: v7.2.140}
            """;

    /** A model behind CLIProxyAPI. */
    static final String PROXIED = Configurations.PATHS + """
            services:
              litellm: {port: 4000}
              cliproxyapi_plus:
                port: 8317
                readiness_path: /healthz
                command: {args: [.router/runtime/bin/CLIProxyAPIPlus]}
            auth:
              providers:
                codex: {}
            litellm_base:
              model_list:
                - model_name: codex
                  litellm_params: {model: openai/gpt-5-codex, api_base: "http://127.0.0.1:8317/v1", api_key: local}
            profiles:
              balanced: {}
            """;

    /** A model whose provider has had enough, and one that answers. */
    static final String RATE_LIMITED = Configurations.PATHS + """
            services:
              litellm: {port: 4000}
            litellm_base:
              model_list:
                - model_name: smart
                  litellm_params: {model: openai/gpt-4o, mock_response: litellm.RateLimitError}
                - model_name: cheap
                  litellm_params: {model: openai/gpt-4o-mini, mock_response: "The cheap model answers."}
              router_settings:
                num_retries: 0
            profiles:
              balanced: {}
            """;

    /** A key in a variable, and one that FlowGate keeps. */
    static final String WITH_KEYS = Configurations.PATHS + """
            services:
              litellm: {port: 4000}
            auth:
              providers:
                vendor: {method: api_key}
            litellm_base:
              model_list:
                - model_name: smart
                  litellm_params: {model: openai/gpt-4o, api_key: os.environ/OPENAI_API_KEY}
                - model_name: large
                  litellm_params: {model: openai/large, api_base: "https://models.example.com/v1", api_key: flowgate/vendor}
            profiles:
              balanced: {}
            """;

    /** As the Python tool's first version wrote it. */
    static final String VERSION_ONE = """
            config_version: 1
            paths:
              runtime_dir: ../.router/runtime
              active_config: ../.router/runtime/litellm.active.yaml
              state_file: ../.router/runtime/state.json
              log_file: ../.router/logs/flowgate.log
            services:
              litellm:
                port: 4000
                health_path: /health/readiness   # what the probe asks
              cliproxyapi:
                enabled: false
                command: {args: [CLIProxyAPIPlus]}
            secrets: [../.router/auths/codex.json]
            oauth:
              codex: {}
            litellm_base:
              model_list:
                - model_name: demo
                  litellm_params: {model: openai/demo, mock_response: hello}
            profiles:
              balanced: {}
            """;

    private ConsoleConfigurations() {}
}
