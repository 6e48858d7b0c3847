package dev.flowgate.cli.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.flowgate.FlowGateException;
import dev.flowgate.auth.cliproxy.ManagementKey;
import dev.flowgate.cli.Configurations;
import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.process.ServiceProbes;
import dev.flowgate.process.ServiceSpec;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceSpecsTest {
    private static final String REST = """
            litellm_base:
              model_list:
                - model_name: demo
                  litellm_params: {model: openai/demo, api_base: "http://127.0.0.1:1/v1", api_key: os.environ/SOME_KEY}
            profiles: {balanced: {}}
            """;

    @Test
    void handsOnOnlyWhatTheConfigurationNames() {
        FlowGateConfig config = config("""
                services:
                  litellm:
                    port: 4100
                    command: {args: [bin/litellm, --config, x.yaml], cwd: .., env: {PLAIN: "1"}}
                """);

        ServiceSpec spec = ServiceSpecs.of(config, service(config, "litellm"));

        assertThat(spec.command()).containsExactly("bin/litellm", "--config", "x.yaml");
        assertThat(spec.workingDirectory()).isEqualTo(Path.of("/"));
        assertThat(spec.environment())
                .containsEntry("PLAIN", "1")
                .containsEntry("LITELLM_MODE", "PRODUCTION")
                .containsEntry("LITELLM_LOCAL_MODEL_COST_MAP", "True");
        assertThat(spec.passThrough()).containsExactly("SOME_KEY");
        assertThat(spec.probes())
                .isEqualTo(ServiceProbes.readyAt(URI.create("http://127.0.0.1:4100/health/readiness"))
                        .aliveAt(URI.create("http://127.0.0.1:4100/health/liveliness")));
    }

    @Test
    void saysWhichDeclaredVariableIsMissing() {
        FlowGateConfig config = config(
                "services: {other: {port: 1, command: {args: [x], env: {TOKEN: os.environ/NOBODY_SETS_THIS}}}}\n");

        assertThatThrownBy(() -> ServiceSpecs.of(config, service(config, "other")))
                .isInstanceOf(FlowGateException.class)
                .hasMessageContaining("services.other.command.env.TOKEN")
                .hasMessageContaining("NOBODY_SETS_THIS");
    }

    @Test
    void reachesAWildcardAddressThroughTheLoopback() {
        FlowGateConfig config = config("services: {a: {host: 0.0.0.0, port: 1, command: {args: [x]}}, "
                + "b: {host: \"::\", port: 2, command: {args: [x]}}}\n");

        assertThat(ServiceSpecs.address(service(config, "a"))).isEqualTo(URI.create("http://127.0.0.1:1"));
        assertThat(ServiceSpecs.address(service(config, "b"))).isEqualTo(URI.create("http://[::1]:2"));
    }

    @Test
    void startsDependenciesFirst() {
        FlowGateConfig config = config("services: {a: {command: {args: [x]}, depends_on: [b]}, "
                + "b: {command: {args: [x]}, depends_on: {c: healthy}}, c: {command: {args: [x]}}}\n");

        assertThat(StartOrder.of(config, List.of(service(config, "a"))))
                .extracting(ServiceConfig::name)
                .containsExactly("c", "b", "a");
    }

    @Test
    void givesTheServerOfLoginsItsManagementKeyOnTheLoopbackAlone(@TempDir Path folder) throws Exception {
        String services =
                "services: {cliproxyapi_plus: {host: %s, command: {args: [x]}}, other: {command: {args: [x]}}}\n";
        FlowGateConfig local = config(services.formatted("127.0.0.1"), folder.resolve("config"));
        FlowGateConfig open = config(services.formatted("0.0.0.0"), folder.resolve("config"));

        ServiceSpec spec = ServiceSpecs.of(local, service(local, "cliproxyapi_plus"));

        assertThat(spec.environment())
                .containsExactly(entry(
                        "MANAGEMENT_PASSWORD",
                        ManagementKey.in(local.paths().runtimeDirectory()).reveal()));
        assertThat(ServiceSpecs.of(local, service(local, "other")).environment())
                .isEmpty();
        assertThat(ServiceSpecs.of(open, service(open, "cliproxyapi_plus")).environment())
                .isEmpty();
    }

    @Test
    void leavesAManagementKeyOfTheConfigurationInPlace(@TempDir Path folder) {
        FlowGateConfig config = config(
                "services: {cliproxyapi_plus: {command: {args: [x], env: {MANAGEMENT_PASSWORD: mine}}}}\n",
                folder.resolve("config"));

        assertThat(ServiceSpecs.of(config, service(config, "cliproxyapi_plus")).environment())
                .containsExactly(entry("MANAGEMENT_PASSWORD", "mine"));
    }

    private static FlowGateConfig config(String services) {
        return config(services, Path.of("/folder"));
    }

    private static FlowGateConfig config(String services, Path folder) {
        return FlowGateConfig.parse(Configurations.PATHS + services + REST, folder);
    }

    private static ServiceConfig service(FlowGateConfig config, String name) {
        ServiceConfig service = config.services().get(name);
        if (service == null) {
            throw new AssertionError(name);
        }
        return service;
    }
}
