package dev.flowgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.litellm.ErrorClass;
import dev.flowgate.litellm.RouterSettings;
import dev.flowgate.litellm.StrategySettings;
import dev.flowgate.litellm.StrategySettings.Strategy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouterSettingsTest {
    private static RouterSettings router(String yaml) {
        return Samples.parse(yaml).litellm("balanced", name -> null).router();
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
    void warnsOfARetryPolicyOfNoGroup() {
        assertThat(Samples.warnings(
                        Samples.withRouter("model_group_retry_policy: {demmo: {RateLimitErrorRetries: 4}}")))
                .containsExactly("litellm_base.router_settings.model_group_retry_policy.demmo: there is no model group"
                        + " \"demmo\"; known are demo (did you mean `demo`?)");
    }

    @Test
    void listsTheFewKeysWhereNoneIsNear() {
        assertThat(Samples.warnings(Samples.withRouter("retry_policy: {BadRequests: 2}")))
                .singleElement()
                .asString()
                .contains("does not know `BadRequests` (the keys here are BadRequestErrorRetries, ");
        assertThat(Samples.warnings(Samples.withRouter("routing_strategy_args: {window: 7}")))
                .singleElement()
                .asString()
                .endsWith("(the keys here are ttl, lowest_latency_buffer, max_latency_list_size)");
    }

    @Test
    void warnsOfAnOrderThatHasNoEffect() {
        assertThat(Samples.warnings(Samples.withParams("model: openai/x, order: 1")))
                .anySatisfy(warning -> assertThat(warning).contains("order", "enable_pre_call_checks"));
    }
}
