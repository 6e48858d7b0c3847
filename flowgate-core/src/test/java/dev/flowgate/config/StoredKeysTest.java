package dev.flowgate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowgate.secret.SecretException;
import dev.flowgate.secret.SecretReference;
import dev.flowgate.secret.SecretReference.StoredCredential;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredKeysTest {
    private static final String PROVIDERS = """
            auth:
              providers:
                vendor: {method: oauth_device}
                codex: {}
            """;
    private static final String LITELLM_PROCESS = "litellm: {command: {args: [litellm]}}";

    @TempDir
    Path folder;

    @Test
    void standsForTheCredentialThatALoginLeaves() {
        FlowGateConfig config = Samples.parse(using("vendor"));

        assertThat(config.warnings()).isEmpty();
        assertThat(config.litellm("balanced").deployments().get(0).apiKey())
                .isEqualTo(new StoredCredential("vendor", Path.of("/project/config/.router/credentials/vendor.json")));
        assertThat(config.storedCredentials()).containsExactly("vendor");
    }

    @Test
    void warnsOfAProviderThatIsNotConfigured() {
        assertThat(Samples.warnings(using("vendr")))
                .singleElement()
                .asString()
                .contains("there is no `auth.providers.vendr`", "did you mean", "vendor");
    }

    @Test
    void warnsOfACredentialThatCliProxyApiKeeps() {
        assertThat(Samples.warnings(using("codex")))
                .singleElement()
                .asString()
                .contains("CLIProxyAPI keeps the credential", "cliproxyapi_plus");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../state", "a/b", "", ".x"})
    void refusesNamesThatCouldLeaveTheFolder(String provider) {
        assertThat(Samples.errors(using(provider))).singleElement().asString().contains("the name of a provider");
    }

    @Test
    void isNotShown() {
        FlowGateConfig config = Samples.parse(using("vendor"));

        assertThat(config.redacted().toString()).doesNotContain("flowgate/vendor");
        assertThat(config.redactedDocument("balanced").toString()).doesNotContain("flowgate/vendor");
    }

    @Test
    void realLiteLlmGetsTheTokenAndTheEmbeddedEngineTheReference() throws IOException {
        Path credential = folder.resolve(".router/credentials/vendor.json");
        Files.createDirectories(credential.getParent());
        Files.writeString(credential, "{\"access_token\":\"marker-token\"}");

        FlowGateConfig embedded = FlowGateConfig.parse(using("vendor"), folder);
        FlowGateConfig process = FlowGateConfig.parse(using("vendor").replace("litellm: {}", LITELLM_PROCESS), folder);

        assertThat(embedded.activeDocument("balanced").toString())
                .contains("flowgate/vendor")
                .doesNotContain("marker-token");
        assertThat(process.activeDocument("balanced").toString())
                .contains("api_key=marker-token")
                .doesNotContain("flowgate/vendor");
    }

    @Test
    void realLiteLlmCannotStartWithoutOrWithAnExpiredToken() throws IOException {
        FlowGateConfig process = FlowGateConfig.parse(using("vendor").replace("litellm: {}", LITELLM_PROCESS), folder);

        assertThatThrownBy(() -> process.activeDocument("balanced"))
                .isInstanceOf(SecretException.class)
                .hasMessageContaining("flowgate auth login vendor");

        Path credential = folder.resolve(".router/credentials/vendor.json");
        Files.createDirectories(credential.getParent());
        Files.writeString(credential, "{\"access_token\":\"marker-token\",\"expires_at\":\"2020-01-01T00:00:00Z\"}");
        assertThatThrownBy(() -> process.activeDocument("balanced"))
                .isInstanceOf(SecretException.class)
                .hasMessageContaining("expired at 2020-01-01T00:00:00Z")
                .hasMessageNotContaining("marker-token");
    }

    @Test
    void otherKeysThatBeginLikeItAreWhatTheyAre() {
        FlowGateConfig config = Samples.parse(
                Samples.MINIMAL.replace("profiles:", "  general_settings: {master_key: flowgate/sk-1}\nprofiles:"));

        assertThat(config.litellm("balanced").masterKey()).isEqualTo(SecretReference.parse("flowgate/sk-1"));
        assertThat(config.storedCredentials()).isEmpty();
    }

    private static String using(String provider) {
        return Samples.withParams("model: openai/x, api_base: 'http://h:1/v1', api_key: 'flowgate/" + provider + "'")
                + PROVIDERS;
    }
}
