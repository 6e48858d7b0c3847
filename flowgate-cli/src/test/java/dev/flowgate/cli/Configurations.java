package dev.flowgate.cli;

import java.util.List;

/** Configurations that tests share. */
public final class Configurations {
    /** Where the files are that FlowGate keeps, beside the configuration's folder. */
    public static final String PATHS = """
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

    /** As {@link #proxied}, with models that are not retried and models with two deployments, which never cool down. */
    static String clients(int port, String upstream) {
        StringBuilder models = new StringBuilder();
        for (String model : List.of("openai/upstream-model", "anthropic/upstream-claude")) {
            boolean anthropic = model.startsWith("anthropic/");
            String name = anthropic ? "claude" : "smart";
            String base = anthropic ? upstream : upstream + "/v1";
            models.append(model(name, model, base, ""));
            models.append(model(name + "-once", model, base, ", num_retries: 0"));
            models.append(model(name + "-pair", model + "-one", base, ", cooldown_time: 0"));
            models.append(model(name + "-pair", model + "-two", base, ", cooldown_time: 0"));
        }
        models.append(model("embed", "openai/upstream-embed", upstream + "/v1", ""));
        return PATHS + """
                services:
                  litellm: {type: embedded, port: %d}
                litellm_base:
                  general_settings: {master_key: os.environ/ROUTER_KEY}
                  model_list:
                %sprofiles:
                  balanced: {}
                """.formatted(port, models);
    }

    /** One demo model, and the providers of {@code auth.providers}, each a line. */
    static String auth(String... providers) {
        StringBuilder lines = new StringBuilder();
        for (String provider : providers) {
            lines.append("    ").append(provider).append('\n');
        }
        return services("litellm: {type: embedded}") + "auth:\n  providers:\n" + lines;
    }

    /** The demo model, which nobody serves, beside services that are given as they stand below {@code services:}. */
    public static String services(String services) {
        return PATHS + "services:\n" + services.indent(2) + """
                litellm_base:
                  model_list:
                    - model_name: demo
                      litellm_params: {model: openai/demo, mock_response: hello}
                profiles:
                  balanced: {}
                """;
    }

    private static String model(String name, String model, String base, String more) {
        return """
                    - model_name: %s
                      litellm_params: {model: %s, api_base: "%s", api_key: os.environ/UPSTREAM_KEY%s}
                """.formatted(name, model, base, more);
    }
}
