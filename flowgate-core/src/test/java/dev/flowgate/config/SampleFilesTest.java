package dev.flowgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.litellm.Provider;
import dev.flowgate.secret.SecretException;
import dev.flowgate.secret.SecretReference.CredentialFile;
import dev.flowgate.secret.SecretReference.EnvironmentVariable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleFilesTest {
    @ParameterizedTest
    @ValueSource(strings = {"v2.json", "v2.yaml"})
    void mergedDocumentOfBalancedIsTheExpectedOne(String name) {
        FlowGateConfig config = Samples.parse(Samples.resource(name));
        assertThat(JsonText.of(config.document("balanced"))).isEqualTo(Samples.resource("v2.balanced.json"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"v2.json", "v2.yaml"})
    void loadsEveryPartOfVersion2(String name) {
        FlowGateConfig config = Samples.parse(Samples.resource(name));
        assertThat(config.file()).isEmpty();
        assertThat(config.paths().runtimeDirectory()).isEqualTo(Path.of("/project/.router/runtime"));
        assertThat(config.services().keySet()).containsExactly("litellm", "cliproxyapi_plus");
        ServiceConfig litellm = Samples.service(config, "litellm");
        assertThat(litellm.type()).isEqualTo(ServiceConfig.Type.PROCESS);
        assertThat(litellm.startupTimeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(Samples.command(config, "litellm").workingDirectory()).isEqualTo(Path.of("/project"));
        assertThat(Samples.command(config, "litellm").args())
                .startsWith(".router/runtime/bin/litellm")
                .endsWith("--port", "4000");
        assertThat(Samples.service(config, "cliproxyapi_plus").stopTimeout()).isEqualTo(Duration.ofSeconds(35));
        assertThat(config.profiles().keySet()).containsExactly("reliability", "balanced", "cost");
        assertThat(Samples.provider(config, "codex").settings())
                .containsOnlyKeys("auth_url_endpoint", "status_endpoint");
        assertThat(config.secretFiles()).containsExactly(Path.of("/project/.router/auths/main.key"));
        assertThat(config.environmentVariables()).containsExactly("CUSTOM_API_KEY");
        assertThat(config.warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.keyPath()).isEqualTo("services.litellm.readiness_path");
            assertThat(warning.hint()).contains("/health/readiness");
        });
    }

    @Test
    void typesTheProfileByOnePrecedence() {
        var litellm = Samples.parse(Samples.resource("v2.yaml")).litellm("balanced", name -> null);
        assertThat(litellm.router().retries().numRetries()).isEqualTo(2);
        assertThat(litellm.router().timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(litellm.router().cooldowns().allowedFails()).isEqualTo(2);
        assertThat(litellm.router().cooldowns().time()).isEqualTo(Duration.ofSeconds(15));
        assertThat(litellm.router().fallbacks().general()).isEqualTo(Map.of("router-default", List.of("router-cheap")));
        var first = litellm.deployments().get(0);
        assertThat(first.provider()).isEqualTo(Provider.OPENAI);
        assertThat(first.upstreamModel()).isEqualTo("router-default");
        assertThat(first.apiKey()).isEqualTo(new CredentialFile(Path.of("/project/.router/auths/main.key")));
        assertThat(litellm.deployments().get(1).apiKey()).isEqualTo(new EnvironmentVariable("CUSTOM_API_KEY"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1.yaml", "v1.json"})
    void loadsVersion1WithOneWarningForEachStep(String name) {
        FlowGateConfig config = Samples.parse(Samples.resource(name));
        assertThat(config.version()).isEqualTo(2);
        assertThat(config.services().keySet()).containsExactly("litellm", "cliproxyapi_plus");
        assertThat(Samples.service(config, "cliproxyapi_plus").readinessPath()).isEqualTo("/");
        assertThat(Samples.provider(config, "codex").method()).isEqualTo("oauth_poll");
        assertThat(config.secretFiles()).hasSize(1);
        assertThat(config.warnings().stream().map(ConfigProblem::message))
                .contains(
                        "`secrets` is now `secret_files`",
                        "`oauth` is now `auth.providers`",
                        "`services.cliproxyapi` is now `services.cliproxyapi_plus`")
                .filteredOn(message -> message.startsWith("`health_path`"))
                .hasSize(2);
    }

    @Test
    void activeDocumentHoldsTheKeyInPlaceOfItsReference(@TempDir Path folder) throws IOException {
        Path key = Files.writeString(folder.resolve("main.key"), "  not-a-real-key \n");
        FlowGateConfig config =
                Samples.parse(Samples.resource("v2.json").replace("../.router/auths/main.key", key.toString()));
        String active = JsonText.of(config.activeDocument("balanced"));
        assertThat(active)
                .isEqualTo(Samples.resource("v2.balanced.json")
                        .replace("\"api_key_ref\": \"main\"", "\"api_key\": \"not-a-real-key\""));
        Files.writeString(key, " \n");
        Assertions.assertThatThrownBy(() -> config.activeDocument("balanced"))
                .isInstanceOf(SecretException.class)
                .hasMessageContaining("is empty");
        Files.delete(key);
        Assertions.assertThatThrownBy(() -> config.activeDocument("balanced"))
                .isInstanceOf(SecretException.class)
                .hasMessageContaining("does not exist");
    }

    @Test
    void unknownProfileIsRefusedWithTheKnownOnes() {
        FlowGateConfig config = Samples.parse(Samples.resource("v2.yaml"));
        Assertions.assertThatThrownBy(() -> config.document("balancd"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("profiles: there is no profile \"balancd\"; the profiles are reliability, balanced, cost"
                        + " (did you mean `balanced`?)");
    }
}
