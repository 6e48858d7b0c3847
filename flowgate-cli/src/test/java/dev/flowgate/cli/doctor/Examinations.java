package dev.flowgate.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

/** Configurations for checks to look at. */
final class Examinations {
    static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private static final String PATHS = """
            paths:
              runtime_dir: .router/runtime
              active_config: .router/runtime/litellm.active.yaml
              state_file: .router/runtime/state.json
              log_file: .router/logs/flowgate.log
            """;

    private static final String REST = """
            litellm_base: {model_list: [{model_name: demo, litellm_params: {model: openai/demo, mock_response: hi}}]}
            profiles: {balanced: {}, cost: {}}
            """;

    private static final String SERVICES = """
            services: {litellm: {type: embedded}}
            """;

    private Examinations() {}

    /** The demo model, behind the embedded engine. */
    static Examination demo(Path folder) throws IOException {
        return of(folder, SERVICES + REST);
    }

    /** The demo model, and services. */
    static Examination services(Path folder, String services) throws IOException {
        return of(folder, services + REST);
    }

    /** The embedded engine, and models. */
    static Examination models(Path folder, Map<String, String> environment, String models) throws IOException {
        return of(folder, environment, SERVICES + models);
    }

    static Examination of(Path folder, String rest) throws IOException {
        return of(folder, Map.of("PATH", System.getenv("PATH")), rest);
    }

    static Examination of(Path folder, Map<String, String> environment, String rest) throws IOException {
        Examination examination = unusable(folder, environment, rest);
        if (examination.loaded() == null) {
            throw new AssertionError(examination.problems());
        }
        return examination;
    }

    /** A configuration with errors. */
    static Examination unusable(Path folder, Map<String, String> environment, String rest) throws IOException {
        Path file = folder.resolve("flowgate.yaml");
        Files.writeString(file, PATHS + rest);
        return broken(file, environment);
    }

    /** Whatever the file says. */
    static Examination broken(Path file, Map<String, String> environment) {
        return Examination.of(file, "flowgate", environment, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    /** No configuration at all, and some variables. */
    static Examination none(Map<String, String> environment) {
        return broken(Path.of("/nonexistent/flowgate.yaml"), environment);
    }
}
