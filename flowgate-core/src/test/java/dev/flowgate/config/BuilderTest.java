package dev.flowgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class BuilderTest {
    @Test
    void canSayWhatTheFileSays() {
        FlowGateConfig loaded = Samples.parse(Samples.resource("v2.json"));
        FlowGateConfigBuilder builder =
                FlowGateConfig.builder().paths(loaded.paths()).litellmBase(loaded.litellmBase());
        loaded.services().values().forEach(builder::service);
        loaded.profiles().forEach(builder::profile);
        loaded.upstreamCredentials().forEach(builder::upstreamCredential);
        loaded.authProviders().values().forEach(builder::authProvider);
        loaded.secretFiles().forEach(builder::secretFile);
        FlowGateConfig built = builder.build();

        assertThat(built.paths()).isEqualTo(loaded.paths());
        assertThat(built.services()).isEqualTo(loaded.services());
        assertThat(built.profiles()).isEqualTo(loaded.profiles());
        assertThat(built.upstreamCredentials()).isEqualTo(loaded.upstreamCredentials());
        assertThat(built.authProviders()).isEqualTo(loaded.authProviders());
        assertThat(built.secretFiles()).isEqualTo(loaded.secretFiles());
        assertThat(built.litellm("cost", name -> null)).isEqualTo(loaded.litellm("cost", name -> null));
    }

    @Test
    void canSayWhatIsInstalledAndFromWhere() {
        String text = Samples.withServices("litellm: {type: process}\ncliproxyapi_plus: {port: 9000}")
                + "bootstrap: {cliproxyapi_plus: {repository: a/b, tag: v1, asset: 'x_{version}.zip', sha256: "
                + "0".repeat(64)
                + ", api: 'http://127.0.0.1:1'}, litellm: {python: python3.12}}";
        FlowGateConfig loaded = Samples.parse(text);
        FlowGateConfig built = FlowGateConfig.builder()
                .baseDirectory(Samples.BASE)
                .paths(loaded.paths())
                .service(ServiceConfig.installed("litellm"))
                .service(ServiceConfig.installed("cliproxyapi_plus").withPort(9000))
                .bootstrap(loaded.bootstrap())
                .litellmBase(loaded.litellmBase())
                .profile("balanced", Map.of())
                .build();

        assertThat(built.services()).isEqualTo(loaded.services());
        assertThat(built.bootstrap()).isEqualTo(loaded.bootstrap());
        Assertions.assertThatThrownBy(() -> ServiceConfig.installed("other"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isCheckedAsFilesAre() {
        Assertions.assertThatThrownBy(() -> FlowGateConfig.builder()
                        .paths(PathsConfig.under(Path.of(".router")))
                        .service(ServiceConfig.embedded().withPort(70000))
                        .litellmBase(Map.of("model_list", List.of(Map.of("model_name", "x"))))
                        .build())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("services.litellm.port: must be a whole number from 1 to 65535")
                .hasMessageContaining("model_list[0].litellm_params: the key `litellm_params` is missing")
                .hasMessageContaining("profiles: must be a map with at least one entry");
    }

    @Test
    void redactedCopyHidesEverySecret() {
        String text = Samples.withParams("model: openai/x, api_key: topsecret, extra_headers: {X: topsecret},"
                        + " api_base: 'http://h/v1', max_tokens: 5")
                .replace(
                        "profiles:",
                        "  general_settings: {master_key: topsecret, database_url: 'postgres://u:topsecret@h/d'}\n"
                                + "profiles:");
        FlowGateConfig config = Samples.parse(text);
        assertThat(config.redacted().toString())
                .doesNotContain("topsecret")
                .contains("api_key=***", "max_tokens=5", "api_base=http://h/v1");
        assertThat(config.toString()).doesNotContain("topsecret");
        assertThat(config.litellm("balanced", name -> null).toString()).doesNotContain("topsecret");
    }
}
