package dev.flowgate.cli.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.auth.cliproxy.ServerFile;
import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.litellm.DeploymentConfig;
import dev.flowgate.secret.SecretReference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DefaultConfigurationTest {
    private static final Path FOLDER = Path.of("/folder/config");

    @Test
    void hasNoServerOfLoginsUntilItIsAskedFor() throws IOException {
        FlowGateConfig config = FlowGateConfig.parse(text(), FOLDER);

        assertThat(config.warnings()).isEmpty();
        assertThat(config.services()).containsOnlyKeys("litellm");
    }

    @Test
    void hasAServerOfLoginsAndAModelOfItWhenTheirLinesAreUncommented() throws IOException {
        String uncommented = text();
        for (String part : new String[] {"""
              # cliproxyapi_plus:
              #   host: 127.0.0.1
              #   port: 8317
            """, """
            # credentials:
            #   upstream:
            #     cliproxyapi: {file: ../.router/runtime/cliproxyapi.api.key}
            """, """
                # - model_name: sonnet
                #   litellm_params:
                #     model: openai/claude-sonnet-4-5-20250929
                #     api_base: http://127.0.0.1:8317/v1
                #     api_key_ref: cliproxyapi
            """}) {
            assertThat(uncommented).contains(part);
            uncommented = uncommented.replace(part, part.replace("# ", ""));
        }

        FlowGateConfig config = FlowGateConfig.parse(uncommented, FOLDER);

        assertThat(config.warnings()).isEmpty();
        assertThat(ServerFile.of(config).orElseThrow().path()).isEqualTo(FOLDER.resolve("cliproxyapi.yaml"));
        assertThat(config.litellm("balanced").deployments())
                .filteredOn(deployment -> deployment.modelName().equals("sonnet"))
                .extracting(DeploymentConfig::apiKey)
                .containsExactly(
                        new SecretReference.CredentialFile(Path.of("/folder/.router/runtime/cliproxyapi.api.key")));
    }

    private static String text() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                DefaultConfigurationTest.class.getResourceAsStream("default-configuration.yaml"))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
