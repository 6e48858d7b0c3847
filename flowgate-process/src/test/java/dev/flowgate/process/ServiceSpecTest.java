package dev.flowgate.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceSpecTest {
    private static ServiceSpec spec(String name, Map<String, String> environment, int port, @Nullable URI readiness) {
        return new ServiceSpec(
                name,
                List.of("program", "argument"),
                Path.of("/"),
                environment,
                Set.of(),
                "127.0.0.1",
                port,
                ServiceProbes.readyAt(readiness),
                Duration.ofSeconds(1),
                Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", ".hidden", "a/b", "-x", "a b", "ä", "a\n"})
    void refusesNamesThatAreNoFolderNames(String name) {
        assertThatThrownBy(() -> spec(name, Map.of(), 0, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + name + "' is no name for a service");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1A", "A-B", "A.B", "FLOWGATE_INSTANCE"})
    void refusesVariablesThatAShellWouldDropOrThatAreTaken(String variable) {
        assertThatThrownBy(() -> spec("x", Map.of(variable, "secret"), 0, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(variable)
                .hasMessageNotContaining("secret");
    }

    @Test
    void refusesAReadinessAddressThatCannotBeAsked() {
        assertThatThrownBy(() -> spec("x", Map.of(), 1, URI.create("https://localhost/")))
                .hasMessageContaining("http://HOST:PORT/PATH");
        assertThatThrownBy(() -> spec("x", Map.of(), 0, URI.create("http://localhost/")))
                .hasMessageContaining("needs a port");
    }

    @Test
    void refusesASecondReadinessAddressWithoutAFirstOne() {
        assertThatThrownBy(() -> spec(ServiceProbes.NONE.orElseAt(URI.create("http://localhost:1/"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs a first one");
        assertThatThrownBy(() -> spec(ServiceProbes.NONE.aliveAt(URI.create("ftp://localhost:1/"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("liveness address has to look like http://HOST:PORT/PATH");
    }

    @Test
    void digestIsThatOfServicesThatEarlierVersionsHaveStarted() {
        ServiceProbes probes = ServiceProbes.readyAt(URI.create("http://127.0.0.1:1/ready"));
        ServiceProbes more =
                probes.orElseAt(URI.create("http://127.0.0.1:1/")).aliveAt(URI.create("http://127.0.0.1:1/alive"));

        assertThat(spec(probes).digest())
                .isEqualTo("27062744db2958c594ce6a3e8926dd7387d53681e9185d295ae887c813c3362d")
                .isEqualTo(spec(more).digest());
        assertThat(SpecDigest.ofAddress(spec(probes))).isEqualTo(SpecDigest.ofAddress(spec(more)));
    }

    private static ServiceSpec spec(ServiceProbes probes) {
        return new ServiceSpec(
                "x",
                List.of("program", "argument"),
                Path.of("/"),
                Map.of("A", "1"),
                Set.of(),
                "127.0.0.1",
                1,
                probes,
                Duration.ofSeconds(1),
                Duration.ZERO);
    }

    @Test
    void digestDependsOnWhatShapesTheProcess() {
        String digest = spec("x", Map.of("A", "1"), 1, null).digest();
        assertThat(digest)
                .hasSize(64)
                .isEqualTo(spec("x", Map.of("A", "1"), 1, null).digest());
        assertThat(digest).isNotEqualTo(spec("x", Map.of("A", "2"), 1, null).digest());
        assertThat(digest).isNotEqualTo(spec("x", Map.of("A", "1"), 2, null).digest());
    }

    @Test
    void inheritsOnlyStandardAndNamedVariablesAndNeverForeignCode() {
        ServiceSpec spec = new ServiceSpec(
                "x",
                List.of("program"),
                Path.of("/"),
                Map.of("PYTHONPATH", "declared"),
                Set.of("KEY", "LD_PRELOAD", "DYLD_INSERT_LIBRARIES"),
                "127.0.0.1",
                0,
                ServiceProbes.NONE,
                Duration.ofSeconds(1),
                Duration.ZERO);
        Map<String, String> caller = Map.of(
                "PATH",
                "/bin",
                "LC_ALL",
                "C",
                "KEY",
                "k",
                "OTHER",
                "o",
                "LD_PRELOAD",
                "l",
                "DYLD_INSERT_LIBRARIES",
                "d",
                "PYTHONPATH",
                "inherited",
                "FLOWGATE_INSTANCE",
                "outer");
        assertThat(ServiceEnvironment.of(spec, caller))
                .containsOnly(
                        Map.entry("PATH", "/bin"),
                        Map.entry("LC_ALL", "C"),
                        Map.entry("KEY", "k"),
                        Map.entry("PYTHONPATH", "declared"));
    }

    @Test
    void describesExits() {
        assertThat(new ServiceExit(1, java.time.Instant.EPOCH).describe()).isEqualTo("exit code 1");
        assertThat(new ServiceExit(143, java.time.Instant.EPOCH).describe()).isEqualTo("exit code 143 (SIGTERM)");
        assertThat(new ServiceExit(255, java.time.Instant.EPOCH).signal()).isEmpty();
        assertThat(new ServiceExit(null, java.time.Instant.EPOCH).describe()).isEqualTo("exit code unknown");
    }
}
