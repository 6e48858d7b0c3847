package dev.flowgate.cli.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.cli.service.ServiceSpecs;
import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.process.ServiceProbes;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealServicesTest {
    private static final String LITELLM = "litellm: {port: 1, command: {args: [litellm, --config, x.yaml]%s}}";

    @TempDir
    Path folder;

    @Test
    void keepsLiteLlmToItsCommandLine() {
        FlowGateConfig config = config(
                LITELLM.formatted(""),
                "{a: os.environ/PORT, b: os.environ/LITELLM_CONFIG_BUCKET_NAME, c: os.environ/MY_KEY, d: os.environ/DEBUG}");

        assertThat(RealServices.passedThrough(config, litellm(config))).containsExactly("MY_KEY");
        assertThat(RealServices.warnings(config, litellm(config), folder, Set.of("PORT", "MY_KEY")))
                .singleElement()
                .asString()
                .startsWith("litellm does not get the variable PORT")
                .contains("another name");
    }

    @Test
    void warnsOfADeclaredConfigurationFileThatBeatsTheCommandLine() {
        FlowGateConfig config = config(LITELLM.formatted(", env: {CONFIG_FILE_PATH: /x.yaml, PORT: '1'}"), "{}");

        assertThat(RealServices.warnings(config, litellm(config), folder, Set.of("PORT")))
                .singleElement()
                .asString()
                .contains("services.litellm.command.env.CONFIG_FILE_PATH", "not that of --config");
    }

    @Test
    void tellsOfAFileOfVariablesWhereARealServiceRuns() throws Exception {
        FlowGateConfig config =
                config(LITELLM.formatted("") + "\n  cliproxyapi_plus: {}\n  other: {command: {args: [x]}}", "{}");
        ServiceConfig server = service(config, "cliproxyapi_plus");
        assertThat(RealServices.warnings(config, server, folder, Set.of())).isEmpty();

        Files.createFile(folder.resolve(".env"));

        assertThat(RealServices.warnings(config, server, folder, Set.of()))
                .singleElement()
                .asString()
                .contains(folder.resolve(".env").toString(), "services.cliproxyapi_plus.command.cwd");
        assertThat(RealServices.warnings(config, litellm(config), folder, Set.of()))
                .singleElement()
                .asString()
                .contains("is not read by litellm", "services.litellm.command.env");
        assertThat(RealServices.warnings(config, service(config, "other"), folder, Set.of()))
                .isEmpty();
    }

    @Test
    void asksCliProxyApiElsewhereUnlessAPathIsConfigured() {
        FlowGateConfig usual = config("cliproxyapi_plus: {port: 1}", "{}");
        FlowGateConfig own = config("cliproxyapi_plus: {port: 1, readiness_path: /ready}", "{}");

        assertThat(RealServices.probes(service(usual, "cliproxyapi_plus")))
                .isEqualTo(ServiceProbes.readyAt(URI.create("http://127.0.0.1:1/healthz"))
                        .orElseAt(URI.create("http://127.0.0.1:1/")));
        assertThat(RealServices.probes(service(own, "cliproxyapi_plus")))
                .isEqualTo(ServiceProbes.readyAt(URI.create("http://127.0.0.1:1/ready")));
    }

    @Test
    void asksForLivenessBehindThePrefixOfTheReadinessPathAndNotOfAStrangersPath() {
        FlowGateConfig prefixed = config("litellm: {type: process, port: 1, readiness_path: /llm/health}", "{}");
        FlowGateConfig stranger = config("litellm: {type: process, port: 1, readiness_path: /up}", "{}");
        FlowGateConfig embedded = config("litellm: {port: 1}", "{}");

        assertThat(RealServices.probes(litellm(prefixed)).liveness())
                .isEqualTo(URI.create("http://127.0.0.1:1/llm/health/liveliness"));
        assertThat(RealServices.probes(litellm(stranger)).liveness()).isNull();
        assertThat(RealServices.probes(litellm(embedded)).liveness()).isNull();
        assertThat(RealServices.environment(litellm(embedded))).isEmpty();
    }

    @Test
    void refusesAHarmfulLiteLlmWhereverItsProgramIsFound() throws Exception {
        FlowGateConfig config = config("litellm: {port: 1, command: {args: [litellm], cwd: .}}", "{}");
        Path packages = Files.createDirectories(folder.resolve("environment/lib/python3.12/site-packages"));
        Path bin = Files.createDirectories(folder.resolve("environment/bin"));
        Path script = Files.writeString(bin.resolve("litellm"), "#!" + bin.resolve("python") + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        String path = bin.toString();
        Files.createDirectory(packages.resolve("litellm-1.75.8.dist-info"));
        assertThat(refusal(config, path)).isEmpty();

        Files.move(packages.resolve("litellm-1.75.8.dist-info"), packages.resolve("litellm-1.82.7.dist-info"));

        assertThat(refusal(config, path).orElseThrow()).startsWith("LiteLLM 1.82.7 was published");
        assertThat(refusal(config, "environment/bin")).isPresent();
        assertThat(refusal(config, null)).isEmpty();
    }

    private static Optional<String> refusal(FlowGateConfig config, @Nullable String path) {
        return RealServices.refusal(litellm(config), ServiceSpecs.of(config, litellm(config)), path);
    }

    private static ServiceConfig litellm(FlowGateConfig config) {
        return service(config, "litellm");
    }

    private static ServiceConfig service(FlowGateConfig config, String name) {
        return Objects.requireNonNull(config.services().get(name), name);
    }

    private FlowGateConfig config(String services, String variables) {
        return FlowGateConfig.parse("""
                config_version: 2
                paths: {runtime_dir: run, active_config: active.yaml, state_file: state.json, log_file: log}
                services:
                  %s
                litellm_base:
                  environment_variables: %s
                  model_list:
                    - {model_name: demo, litellm_params: {model: openai/demo, mock_response: x}}
                profiles: {balanced: {}}
                """.formatted(services, variables), folder);
    }
}
