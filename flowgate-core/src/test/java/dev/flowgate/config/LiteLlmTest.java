package dev.flowgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.litellm.CertificateCheck;
import dev.flowgate.litellm.DeploymentConfig;
import dev.flowgate.litellm.ErrorClass;
import dev.flowgate.litellm.Provider;
import dev.flowgate.litellm.RouterSettings;
import dev.flowgate.litellm.StrategySettings;
import dev.flowgate.litellm.StrategySettings.Strategy;
import dev.flowgate.secret.SecretReference;
import dev.flowgate.secret.SecretReference.EnvironmentVariable;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    private static RouterSettings router(String yaml) {
        return Samples.parse(yaml).litellm("balanced", name -> null).router();
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

    @ParameterizedTest
    @ValueSource(
            strings = {"fallbacks: {a: [b]}", "fallbacks: [[a]]", "fallbacks: [{a: b}]", "fallbacks: [{a: [], b: []}]"})
    void refusesFallbacksOfAnyOtherForm(String settings) {
        assertThat(Samples.errors(Samples.withRouter(settings))).hasSize(1);
    }

    @Test
    void warnsOfUnknownGroupsButKnowsAliasesAndWildcards() {
        String text = Samples.withRouter("fallbacks: [{demo: [demmo, gpt-4, alias]}, {'*': [demo]}],"
                        + " model_group_alias: {alias: demo, hidden: {model: demo, hidden: true}}")
                .replace(
                        "  model_list:\n",
                        "  model_list:\n    - {model_name: gpt-*, litellm_params: {model: openai/*}}\n");
        assertThat(Samples.warnings(text))
                .containsExactly("litellm_base.router_settings.fallbacks[0].demo[0]: there is no model group"
                        + " \"demmo\"; known are gpt-*, demo, alias, hidden (did you mean `demo`?)");
        RouterSettings router = router(text);
        assertThat(router.fallbacks().defaults()).containsExactly("demo");
        assertThat(router.fallbacks().general()).containsOnlyKeys("demo");
        assertThat(router.modelGroupAliases())
                .containsEntry("alias", new RouterSettings.Alias("demo", false))
                .containsEntry("hidden", new RouterSettings.Alias("demo", true));
    }

    @Test
    void routerSettingsComeBeforeLitellmSettings() {
        String text = Samples.withRouter("num_retries: 5, timeout: 7, allowed_fails: 1, max_fallbacks: 2")
                .replace(
                        "profiles:",
                        "  litellm_settings: {num_retries: 9, request_timeout: 9, allowed_fails: 9,"
                                + " cooldown_time: 9, max_fallbacks: 9, fallbacks: [{demo: [demo]}]}\nprofiles:");
        RouterSettings router = router(text);
        assertThat(router.retries().numRetries()).isEqualTo(5);
        assertThat(router.timeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(router.cooldowns().allowedFails()).isEqualTo(1);
        assertThat(router.fallbacks().max()).isEqualTo(2);
        assertThat(router.cooldowns().time()).isEqualTo(Duration.ofSeconds(9));
        assertThat(router.fallbacks().general()).isEqualTo(Map.of("demo", List.of("demo")));
        assertThat(Samples.warnings(text))
                .singleElement()
                .asString()
                .startsWith("litellm_base.litellm_settings.cooldown_time: honoured by the embedded engine here");
    }

    @Test
    void silentConfigurationHasTheDefaults() {
        assertThat(router(Samples.MINIMAL)).isEqualTo(RouterSettings.defaults());
    }

    @Test
    void policiesAreReadByErrorClass() {
        RouterSettings router = router(
                Samples.withRouter(
                        "retry_policy: {TimeoutErrorRetries: 1, BadRequestErrorRetries: 0}, model_group_retry_policy:"
                                + " {demo: {RateLimitErrorRetries: 4}}, allowed_fails_policy: {InternalServerErrorAllowedFails: 7}"));
        assertThat(router.retries().policy()).isEqualTo(Map.of(ErrorClass.TIMEOUT, 1, ErrorClass.BAD_REQUEST, 0));
        assertThat(router.retries().groupPolicies()).isEqualTo(Map.of("demo", Map.of(ErrorClass.RATE_LIMIT, 4)));
        assertThat(router.cooldowns().allowedFailsPolicy()).isEqualTo(Map.of(ErrorClass.INTERNAL_SERVER, 7));
    }

    @Test
    void strategiesAreKnown() {
        assertThat(Samples.errors(Samples.withRouter("routing_strategy: simple-shufle")))
                .containsExactly("litellm_base.router_settings.routing_strategy: must be one of simple-shuffle,"
                        + " least-busy, latency-based-routing, usage-based-routing, usage-based-routing-v2,"
                        + " cost-based-routing; found \"simple-shufle\" (did you mean `simple-shuffle`?)");
        RouterSettings router = router(Samples.withRouter("routing_strategy: latency-based-routing,"
                + " routing_strategy_args: {ttl: 60, lowest_latency_buffer: 0.5, max_latency_list_size: 3}"));
        assertThat(router.strategy())
                .isEqualTo(new StrategySettings(Strategy.LATENCY_BASED, Duration.ofSeconds(60), 0.5, 3));
    }

    @Test
    void namesEveryKeyThatIsNotHonoured() {
        assertThat(Samples.warnings(Samples.withRouter("redis_host: h, num_retrys: 1")))
                .hasSize(2)
                .anyMatch(warning -> warning.contains("does not honour `redis_host`: it is one process"))
                .anyMatch(warning -> warning.contains("does not know `num_retrys`; did you mean `num_retries`?"));
    }

    private static String verifying(String value) {
        return Samples.MINIMAL.replace("profiles:", "  litellm_settings: {ssl_verify: " + value + "}\nprofiles:");
    }

    private static CertificateCheck certificates(String value, Map<String, String> environment) {
        return Samples.parse(verifying(value))
                .litellm("balanced", environment::get)
                .certificates();
    }

    @Test
    void certificatesAreCheckedUnlessToldOtherwise() {
        assertThat(Samples.parse(Samples.MINIMAL)
                        .litellm("balanced", name -> null)
                        .certificates())
                .isEqualTo(CertificateCheck.USUAL);
        assertThat(certificates("true", Map.of())).isEqualTo(CertificateCheck.USUAL);
        assertThat(certificates("ca.pem", Map.of()))
                .isEqualTo(CertificateCheck.against(Samples.BASE.resolve("ca.pem")));
        assertThat(certificates("os.environ/CA", Map.of("CA", "/etc/ca.pem")))
                .isEqualTo(CertificateCheck.against(Path.of("/etc/ca.pem")));
        assertThat(certificates("os.environ/CA", Map.of("CA", "false"))).isEqualTo(CertificateCheck.NONE);
        assertThat(Samples.warnings(verifying("ca.pem"))).isEmpty();
        assertThat(Samples.errors(verifying("3")))
                .singleElement()
                .asString()
                .contains("must be true, false or the path of a PEM file");
    }

    @Test
    void warnsOfUncheckedCertificates() {
        assertThat(certificates("false", Map.of())).isEqualTo(CertificateCheck.NONE);
        assertThat(Samples.warnings(verifying("false")))
                .singleElement()
                .asString()
                .startsWith("litellm_base.litellm_settings.ssl_verify: the certificates of upstreams are not checked");
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

    @Test
    void warnsOfAnOrderThatHasNoEffect() {
        assertThat(Samples.warnings(Samples.withParams("model: openai/x, order: 1")))
                .anySatisfy(warning -> assertThat(warning).contains("order", "enable_pre_call_checks"));
    }
}
