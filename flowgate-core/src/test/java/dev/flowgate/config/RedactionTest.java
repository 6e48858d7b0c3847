package dev.flowgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    private static final String SECRET = "hunter2secret";
    private static final String YAML = """
            # the key is hunter2secret
            paths: {runtime_dir: r, active_config: a, state_file: s, log_file: l}
            services:
              litellm: {type: embedded}
              other:
                command:
                  args: [run, --api-key, hunter2secret, "--password=hunter2secret", --verbose, shown]
                  env: {PGPASS: hunter2secret, FROM: os.environ/NAME}
            litellm_base:
              model_list:
                - model_name: m
                  litellm_params:
                    model: openai/m
                    api_base: "http://127.0.0.1:1/v1?key=hunter2secret&region=shown"
                    api_key: |
                      hunter2secret
                    extra_headers: {X-Custom: hunter2secret}
                    passphrase: hunter2secret
              general_settings:
                master_key: hunter2secret
                database_url: "postgres://u:hunter2secret/x@h/d"
                alert_to_webhook_url: {x: "https://hooks/hunter2secret"}
            profiles: {balanced: {}}
            auth: {providers: {codex: {key: hunter2secret, client_id: shown}}}
            """;

    @Test
    void nothingThatIsShownHoldsASecret() {
        FlowGateConfig config = FlowGateConfig.parse(YAML, Path.of("/base"));

        String shown = config.redacted().toString() + config.redactedDocument("balanced") + config.warnings();

        assertThat(shown).doesNotContain(SECRET);
        assertThat(shown).contains("--verbose, shown", "os.environ/NAME", "region=shown", "client_id=shown");
    }

    @Test
    void hidesSecretsInATextWhereverTheyStand() {
        String shown = ConfigMigration.withoutSecrets(YAML);

        assertThat(shown).doesNotContain(SECRET);
        assertThat(shown.lines()).hasSameSizeAs(YAML.lines().toList());
        assertThat(shown).contains("# the key is ***", "model: openai/m");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://u:hunter2secret@h/v1",
                "https://u:hunter2/hunter2secret@h/v1",
                "http://a:1,http://u:hunter2secret@b:1",
                "https://h/v1?api_key=hunter2secret",
                "https://h/v1?a=1&sig=hunter2secret#x"
            })
    void hidesCredentialsInAddresses(String address) {
        assertThat(Redaction.withoutCredentials(address))
                .doesNotContain("hunter2")
                .contains("***");
    }

    @Test
    void leavesOtherAddressesAlone() {
        for (String address : List.of("https://h/v1?api-version=2024-02-01", "http://127.0.0.1:1/v1", "a@b")) {
            assertThat(Redaction.withoutCredentials(address)).isEqualTo(address);
        }
    }
}
