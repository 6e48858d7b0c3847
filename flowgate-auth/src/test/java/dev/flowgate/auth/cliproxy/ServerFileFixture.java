package dev.flowgate.auth.cliproxy;

import dev.flowgate.config.FlowGateConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** FlowGate's configuration with a CLIProxyAPI, in a folder of the test. */
final class ServerFileFixture {
    private ServerFileFixture() {}

    static ServerFile of(Path directory) {
        return of(directory, "127.0.0.1", 8317);
    }

    static ServerFile of(Path directory, String host, int port) {
        return ServerFile.of(config(directory, host, port, "[server, -config, config/cliproxyapi.yaml]"))
                .orElseThrow();
    }

    static FlowGateConfig config(Path directory, String host, int port, String args) {
        return FlowGateConfig.parse("""
                paths:
                  runtime_dir: .router/runtime
                  active_config: .router/runtime/litellm.active.yaml
                  state_file: .router/runtime/state.json
                  log_file: .router/logs/flowgate.log
                services:
                  cliproxyapi_plus:
                    host: "%s"
                    port: %d
                    command: {args: %s, cwd: .}
                litellm_base:
                  model_list: [{model_name: demo, litellm_params: {model: openai/demo, mock_response: hello}}]
                profiles: {balanced: {}}
                """.formatted(host, port, args), directory);
    }

    /** Writes what a user has written, readable by its owner alone. */
    static Path write(Path directory, String text) throws IOException {
        Path file = directory.resolve("config/cliproxyapi.yaml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }
}
