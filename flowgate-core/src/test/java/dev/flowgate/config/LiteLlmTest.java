package dev.flowgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.litellm.DeploymentConfig;
import dev.flowgate.litellm.Provider;
import dev.flowgate.secret.SecretReference;
import dev.flowgate.secret.SecretReference.EnvironmentVariable;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LiteLlmTest {
    private static DeploymentConfig deployment(String params) {
        return deployment(params, Map.of());
    }

    private static DeploymentConfig deployment(String params, Map<String, String> environment) {
        return Samples.parse(Samples.withParams(params))
                .litellm("balanced", environment::get)
                .deployments()
                .get(0);
    }

    @ParameterizedTest
    @EnumSource
    void knowsEachProvider(Provider provider) {
        String base = provider.defaultBase().isPresent() ? "" : ", api_base: 'http://h:1/v1'";
        DeploymentConfig deployment = deployment("model: " + provider.id() + "/some/model" + base);
        assertThat(deployment.provider()).isEqualTo(provider);
        assertThat(deployment.upstreamModel()).isEqualTo("some/model");
        assertThat(deployment.apiBase()).isEqualTo(provider.defaultBase().orElse(URI.create("http://h:1/v1")));
        assertThat(deployment.apiKey())
                .isEqualTo(provider.keyVariable().map(EnvironmentVariable::new).orElse(null));
    }

    @Test
    void usualKeyIsNotSentToAConfiguredAddress() {
        assertThat(deployment("model: openai/x, api_base: 'http://h:1/v1'").apiKey())
                .isNull();
    }

    @Test
    void modelWithoutKnownProviderNeedsAnAddress() {
        DeploymentConfig deployment = deployment("model: org/model, base_url: 'https://h/v1'");
        assertThat(deployment.provider()).isEqualTo(Provider.OPENAI);
        assertThat(deployment.upstreamModel()).isEqualTo("org/model");
        assertThat(Samples.errors(Samples.withParams("model: bedrock/claude")))
                .singleElement()
                .asString()
                .contains("knows no provider \"bedrock\"; it knows openai, anthropic, hosted_vllm, ollama");
        assertThat(Samples.errors(Samples.withParams("model: hosted_vllm/x")))
                .singleElement()
                .asString()
                .contains("hosted_vllm has no usual address (add api_base)");
    }

    @Test
    void warnsOfAProviderThatOnlyLiteLlmKnows() {
        String azure = "model: azure/gpt-4o-eu, api_base: 'https://eu.example.com'";
        assertThat(Samples.warnings(Samples.withParams(azure)))
                .singleElement()
                .asString()
                .contains("to LiteLLM \"azure\" is a provider", "for the model \"azure/gpt-4o-eu\"")
                .endsWith("(for an OpenAI-compatible upstream write \"openai/gpt-4o-eu\")");
        assertThat(Samples.warnings(Samples.withParams(azure + ", mock_response: x")))
                .isEmpty();
        assertThat(Samples.warnings(Samples.withParams("model: meta-llama/llama-3, api_base: 'https://h/v1'")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ollama/llama3, http://localhost:11434, http://localhost:11434/v1",
        "ollama_chat/llama3, http://host:1234/, http://host:1234/v1",
        "ollama_chat/llama3, https://host/ollama/v1, https://host/ollama/v1"
    })
    void findsOllamaWhereLiteLlmDoes(String model, String base, String address) {
        DeploymentConfig deployment = deployment("model: " + model + ", api_base: '" + base + "'");

        assertThat(deployment.provider()).isEqualTo(Provider.OLLAMA);
        assertThat(deployment.upstreamModel()).isEqualTo("llama3");
        assertThat(deployment.apiBase()).isEqualTo(URI.create(address));
    }

    @Test
    void realLiteLlmMayUseProvidersAndKeysThatTheEngineLacks() {
        String text = Samples.withParams("model: bedrock/claude, order: 1")
                .replace("litellm: {}", "litellm: {command: {args: [litellm]}}");
        FlowGateConfig config = Samples.parse(text);
        assertThat(config.warnings()).isEmpty();
        Assertions.assertThatThrownBy(() -> config.litellm("balanced"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("knows no provider");
    }

    @Test
    void customProviderComesBeforeThePrefix() {
        assertThat(deployment("model: org/m, custom_llm_provider: anthropic").provider())
                .isEqualTo(Provider.ANTHROPIC);
        assertThat(deployment("model: org/m, custom_llm_provider: anthropic").upstreamModel())
                .isEqualTo("org/m");
        assertThat(deployment("model: groq/m, custom_llm_provider: groq").upstreamModel())
                .isEqualTo("m");
    }

    @Test
    void readsEveryHonouredParameter() {
        DeploymentConfig deployment = deployment(
                "model: openai/x, api_key: k, weight: 2, rpm: 100, tpm: 2000.4, timeout: 5, stream_timeout: 0.5,"
                        + " cooldown_time: 0, num_retries: 4, extra_headers: {X-A: os.environ/A, X-B: b},"
                        + " mock_response: ''");
        assertThat(deployment.weight()).isEqualTo(2);
        assertThat(deployment.rpm()).isEqualTo(100);
        assertThat(deployment.tpm()).isEqualTo(2000);
        assertThat(deployment.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(deployment.streamTimeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(deployment.cooldownTime()).isEqualTo(Duration.ZERO);
        assertThat(deployment.numRetries()).isEqualTo(4);
        assertThat(deployment.mockResponse()).isEmpty();
        assertThat(deployment.extraHeaders())
                .isEqualTo(Map.of("X-A", new EnvironmentVariable("A"), "X-B", SecretReference.parse("b")));
        assertThat(deployment.unusable()).isNull();
    }

    @Test
    void unsetVariableStopsOnlyTheDeploymentThatNamesIt() {
        String text =
                Samples.withParams("model: openai/x, api_base: os.environ/BASE").replace("  model_list:\n", """
                  model_list:
                    - {model_name: ok, litellm_params: {model: openai/y}}
                """);
        FlowGateConfig config = Samples.parse(text);
        var unset = config.litellm("balanced", name -> null).deployments();
        assertThat(unset.get(0).unusable()).isNull();
        assertThat(unset.get(1).unusable()).contains("environment variable BASE is not set");
        assertThat(unset.get(1).apiBase()).isNull();
        var set = config.litellm("balanced", Map.of("BASE", "http://h:1")::get).deployments();
        assertThat(set.get(1).unusable()).isNull();
        assertThat(set.get(1).apiBase()).isEqualTo(URI.create("http://h:1"));
        var wrong =
                config.litellm("balanced", Map.of("BASE", "gopher-secret")::get).deployments();
        assertThat(wrong.get(1).unusable())
                .contains("environment variable BASE must hold an http or https address")
                .doesNotContain("gopher-secret");
        assertThat(set.get(1).id()).isEqualTo(unset.get(1).id());
    }

    @Test
    void variablesStandForNumbersAndModelsToo() {
        DeploymentConfig deployment =
                deployment("model: os.environ/MODEL, rpm: os.environ/RPM", Map.of("MODEL", "anthropic/c", "RPM", "60"));
        assertThat(deployment.provider()).isEqualTo(Provider.ANTHROPIC);
        assertThat(deployment.upstreamModel()).isEqualTo("c");
        assertThat(deployment.rpm()).isEqualTo(60);
    }

    @Test
    void unsetVariableInTheRoutersSettingsIsAnError() {
        FlowGateConfig config = Samples.parse(Samples.withRouter("timeout: os.environ/T"));
        assertThat(config.litellm("balanced", Map.of("T", "7")::get).router().timeout())
                .isEqualTo(Duration.ofSeconds(7));
        Assertions.assertThatThrownBy(() -> config.litellm("balanced", name -> null))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("environment variable T is not set");
    }

    @Test
    void idsAreStableAndDistinct() {
        String twice = Samples.MINIMAL.replace(
                "    - model_name: demo\n      litellm_params: {model: openai/demo, mock_response: Hello}\n",
                """
                    - {model_name: a, litellm_params: {model: openai/x, api_key: k1}}
                    - {model_name: a, litellm_params: {model: openai/x, api_key: k2}}
                    - {model_name: a, litellm_params: {model: openai/y}, model_info: {id: 7}}
                """.indent(2).replace("      -", "    -"));
        var deployments = Samples.parse(twice).litellm("balanced", name -> null).deployments();
        String first = deployments.get(0).id();
        assertThat(first).matches("[0-9a-f]{16}");
        assertThat(deployments.get(1).id()).isEqualTo(first + "-2");
        assertThat(deployments.get(2).id()).isEqualTo("7");
        assertThat(Samples.parse(twice.replace("k1", "changed"))
                        .litellm("balanced", name -> null)
                        .deployments()
                        .get(0)
                        .id())
                .isEqualTo(first);
    }

    @ParameterizedTest
    @CsvSource({
        "'api_base: ftp://h', must be an http or https address",
        "'api_base: h:80', must be an http or https address",
        "'api_base: \"http://u:topsecret@h\"', must be an http or https address",
        "'timeout: 0', must be a number of seconds above 0",
        "'timeout: 30s', must be a number of seconds above 0",
        "'weight: -1', 'must be a number, 0 or more'",
        "'num_retries: 1.5', 'must be a whole number, 0 or more'",
        "'mock_response: 5', must be text; found a number",
        "'api_key: [topsecret]', must be text; found a list",
        "'api_key: 12345', must be text; found a number",
        "'extra_headers: {Authorization: [topsecret]}', must be text; found a list",
        "'extra_headers: topsecret', must be a map; found text",
    })
    void refusesWrongParametersWithoutShowingSecrets(String params, String message) {
        assertThat(Samples.errors(Samples.withParams("model: openai/x, " + params)))
                .singleElement()
                .asString()
                .contains(message)
                .doesNotContain("topsecret", "12345");
    }

    @Test
    void namesEveryKeyThatIsNotHonoured() {
        assertThat(Samples.warnings(Samples.withRouter("redis_host: h, num_retrys: 1")))
                .hasSize(2)
                .anyMatch(warning -> warning.contains("does not honour `redis_host`: it is one process"))
                .anyMatch(warning -> warning.contains("does not know `num_retrys`; did you mean `num_retries`?"));
    }

    @Test
    void masterKeyIsReadFromTheFileAlone() {
        String text =
                Samples.MINIMAL.replace("profiles:", "  general_settings: {master_key: os.environ/MK}\nprofiles:");
        assertThat(Samples.parse(text).litellm("balanced", name -> null).masterKey())
                .isEqualTo(new EnvironmentVariable("MK"));
        assertThat(Samples.parse(Samples.MINIMAL)
                        .litellm("balanced", Map.of("LITELLM_MASTER_KEY", "x")::get)
                        .masterKey())
                .isNull();
    }
}
