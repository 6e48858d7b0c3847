package dev.flowgate.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Configurations for tests. */
final class Samples {
    static final Path BASE = Path.of("/project/config");

    /** The least that loads; tests append to it and replace parts of it. */
    static final String MINIMAL = """
            paths: {runtime_dir: .router/runtime, active_config: .router/active.yaml, state_file: .router/state.json, log_file: .router/log}
            services:
              litellm: {}
            litellm_base:
              model_list:
                - model_name: demo
                  litellm_params: {model: openai/demo, mock_response: Hello}
            profiles:
              balanced: {}
            """;

    private Samples() {}

    static String resource(String name) {
        try (InputStream in = Samples.class.getResourceAsStream("/config/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("No test resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static FlowGateConfig parse(String yaml) {
        return FlowGateConfig.parse(yaml, BASE);
    }

    /** The problems of a text that must not load. */
    static List<ConfigProblem> problems(String yaml) {
        try {
            FlowGateConfig.parse(yaml, BASE);
        } catch (ConfigException expected) {
            return expected.problems();
        }
        throw new AssertionError("The text loads, although it should not:\n" + yaml);
    }

    /** The errors as lines. */
    static List<String> errors(String yaml) {
        return problems(yaml).stream()
                .filter(problem -> problem.severity() == ConfigProblem.Severity.ERROR)
                .map(ConfigProblem::describe)
                .toList();
    }

    static List<String> warnings(String yaml) {
        return parse(yaml).warnings().stream().map(ConfigProblem::describe).toList();
    }

    /** The minimal configuration with one deployment of these parameters. */
    static String withParams(String params) {
        return MINIMAL.replace("{model: openai/demo, mock_response: Hello}", "{" + params + "}");
    }

    /** The minimal configuration with these services. */
    static String withServices(String services) {
        return MINIMAL.replace("  litellm: {}\n", services.indent(2));
    }

    /** The minimal configuration with these settings of the router. */
    static String withRouter(String settings) {
        return MINIMAL.replace("profiles:", "  router_settings: {" + settings + "}\nprofiles:");
    }

    static ServiceConfig service(FlowGateConfig config, String name) {
        return Objects.requireNonNull(config.services().get(name), name);
    }

    static CommandConfig command(FlowGateConfig config, String name) {
        return Objects.requireNonNull(service(config, name).command(), name);
    }

    static AuthProviderConfig provider(FlowGateConfig config, String name) {
        return Objects.requireNonNull(config.authProviders().get(name), name);
    }
}
