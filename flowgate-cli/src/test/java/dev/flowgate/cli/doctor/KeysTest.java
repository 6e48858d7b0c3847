package dev.flowgate.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The checks of keys and variables. */
class KeysTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk-1234",
                "sk-local-test",
                "SK-1234",
                "change-me",
                "change-me-management-key",
                "changeme",
                "your-api-key",
                "YOUR_API_KEY",
                "<key>",
                "sk-...",
                "xxxx",
                "please-replace-me"
            })
    void knowsKeysOfExamples(String key) {
        assertThat(TemplateKeysCheck.isTemplate(key)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sk-proj-8fh3", "a", "sk-12345", "yourself", "exchange-me"})
    void takesOtherKeysForGood(String key) {
        assertThat(TemplateKeysCheck.isTemplate(key)).isFalse();
    }

    @Test
    void templateKeysAreNamedByTheirPlaceAlone() throws Exception {
        Examination examination = Examinations.models(folder, Map.of("MASTER", "sk-1234"), """
                litellm_base:
                  model_list:
                    - {model_name: a, litellm_params: {model: openai/a, api_key: change-me-now}}
                    - {model_name: b, litellm_params: {model: openai/b, api_key: sk-own, max_tokens: 4}}
                  general_settings: {master_key: os.environ/MASTER}
                profiles: {balanced: {}}
                """);

        Finding finding = new TemplateKeysCheck().look(examination);

        assertThat(finding.details()).containsEntry("issues", "2");
        assertThat(finding.problems())
                .extracting(Remark::text)
                .anyMatch(text -> text.startsWith("litellm.model_list[0].litellm_params.api_key is"))
                .anyMatch(text -> text.contains("the environment variable MASTER,"))
                .noneMatch(text -> text.contains("change-me-now") || text.contains("sk-1234"));
    }

    @Test
    void aLocalServerMayHaveAnyKeyButNotCliProxyApi() throws Exception {
        Examination examination = Examinations.of(folder, """
                services: {litellm: {type: embedded}, cliproxyapi_plus: {command: {args: [x]}}}
                litellm_base:
                  model_list:
                    - {model_name: a, litellm_params: {model: openai/a, api_key: sk-1234, api_base: "http://localhost:11434/v1"}}
                    - {model_name: b, litellm_params: {model: openai/b, api_key: sk-1234, api_base: "http://127.0.0.1:8317/v1"}}
                profiles: {balanced: {}}
                """);

        assertThat(new TemplateKeysCheck().look(examination).problems())
                .singleElement()
                .extracting(Remark::text)
                .asString()
                .contains("model_list[1]");
    }

    @Test
    void variablesThatAreNotSetAreToldWithTheModelsThatSuffer() throws Exception {
        Examination examination = Examinations.models(folder, Map.of("SET", "v", "EMPTY", " "), """
                litellm_base:
                  model_list:
                    - {model_name: good, litellm_params: {model: openai/a, api_key: os.environ/SET}}
                    - {model_name: good, litellm_params: {model: openai/a, api_key: os.environ/SPARE}}
                    - {model_name: bad, litellm_params: {model: openai/a, api_key: os.environ/EMPTY}}
                  general_settings: {master_key: os.environ/MASTER}
                profiles: {balanced: {}}
                """);

        Finding finding = new EnvironmentVariablesCheck().look(examination);

        assertThat(finding.details()).containsEntry("unset", "EMPTY,MASTER,SPARE");
        assertThat(finding.problems())
                .extracting(Remark::text)
                .containsExactly(
                        "the environment variable EMPTY is not set; it is needed by model bad, which has no other deployment",
                        "the environment variable MASTER is not set; it is needed by the router's own settings");
        assertThat(finding.warnings())
                .extracting(Remark::text)
                .containsExactly(
                        "the environment variable SPARE is not set; it is needed by a deployment of model good, which has others");
    }

    @Test
    void aServiceWhoseVariableIsNotSetDoesNotStart() throws Exception {
        Examination examination = Examinations.services(
                folder, "services: {tool: {port: 9001, command: {args: [x], env: {TOKEN: os.environ/ABSENT}}}}\n");

        assertThat(new EnvironmentVariablesCheck().look(examination).problems())
                .singleElement()
                .extracting(Remark::text)
                .asString()
                .contains("ABSENT", "the service tool");
    }

    @Test
    void literalSecretsAreFoundAndReferencesAreNone() throws Exception {
        String models = """
                litellm_base: {model_list: [{model_name: a, litellm_params: {model: openai/a, api_key: %s}}]}
                profiles: {balanced: {}}
                """;

        assertThat(LiteralSecrets.isIn(Examinations.models(folder, Map.of(), models.formatted("sk-own-1"))
                        .config()))
                .isTrue();
        assertThat(LiteralSecrets.isIn(Examinations.models(folder, Map.of(), models.formatted("os.environ/KEY"))
                        .config()))
                .isFalse();
    }

    @Test
    void commandLinesOfOthersAreToldWithoutSecrets() {
        assertThat(CommandLineText.withoutSecrets(
                        "server --api-key sk-abc --token=xyz --port 80 sk-123 http://u:p@host PASSWORD=x run"))
                .isEqualTo("server --api-key *** --token=*** --port 80 *** *** PASSWORD=*** run");
    }
}
