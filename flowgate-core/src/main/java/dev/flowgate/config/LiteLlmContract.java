package dev.flowgate.config;

import dev.flowgate.config.Shape.Choice;
import dev.flowgate.config.Shape.Either;
import dev.flowgate.config.Shape.ListOf;
import dev.flowgate.config.Shape.MapOf;
import dev.flowgate.config.Shape.Others;
import dev.flowgate.config.Shape.Table;
import dev.flowgate.config.Shape.Value;
import dev.flowgate.litellm.ErrorClass;
import dev.flowgate.litellm.StrategySettings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The keys of the LiteLLM part, and what the embedded engine does with them. Names and meanings are those of LiteLLM
 * 1.75.8.
 */
final class LiteLlmContract {
    private static final Choice STRATEGY = new Choice(StrategySettings.Strategy.ids());

    private static final Table STRATEGY_ARGUMENTS = table(
            List.of(
                    ContractKey.differs("ttl", Value.SECONDS, "Seconds that a measured latency counts; default 3600."),
                    ContractKey.of(
                            "lowest_latency_buffer",
                            Value.AMOUNT,
                            "Share by which a deployment may be slower than the fastest; default 0."),
                    ContractKey.differs(
                            "max_latency_list_size", Value.POSITIVE_COUNT, "How many latencies count; default 10.")),
            List.of());

    private static final Table RETRY_POLICY =
            table(perErrorClass(ErrorClass::retriesKey, "Further attempts after"), List.of());

    private static final Table ALLOWED_FAILS_POLICY =
            table(perErrorClass(ErrorClass::allowedFailsKey, "Failures before a cooldown, of"), List.of());

    private static final Shape GROUPS = new ListOf(Value.TEXT, false);
    private static final Shape FALLBACKS = new ListOf(new MapOf(GROUPS, 1, 1), false);

    private static final Table ALIAS = new Table(
            List.of(
                    ContractKey.of("model", Value.TEXT, "The model group that answers."),
                    ContractKey.of("hidden", Value.BOOLEAN, "Whether the name is left out of the list of models.")),
            Others.NOT_HONOURED);

    static final Table PARAMS = table(
            List.of(
                    ContractKey.differs("model", Value.TEXT, "provider/model, as in openai/gpt-4.1.")
                            .asRequired(),
                    ContractKey.differs(
                            "custom_llm_provider", Value.TEXT, "The provider, when model does not begin with it."),
                    ContractKey.differs("api_base", Value.HTTP_URI, "The upstream's address."),
                    ContractKey.differs("base_url", Value.HTTP_URI, "Another name of api_base."),
                    ContractKey.differs(
                            "api_key",
                            Value.SECRET,
                            "The upstream's key, best as os.environ/NAME, or flowgate/PROVIDER for a login's credential."),
                    ContractKey.of("api_key_ref", Value.TEXT, "A name in credentials.upstream."),
                    ContractKey.differs("weight", Value.AMOUNT, "The share of requests."),
                    ContractKey.differs("rpm", Value.AMOUNT, "Requests a minute; under simple-shuffle a weight."),
                    ContractKey.differs("tpm", Value.AMOUNT, "Tokens a minute; under simple-shuffle a weight."),
                    ContractKey.differs("timeout", Value.SECONDS, "Seconds for a request."),
                    ContractKey.differs("stream_timeout", Value.SECONDS, "Seconds for a streamed request."),
                    ContractKey.differs(
                            "cooldown_time", Value.SECONDS_OR_ZERO, "Seconds of rest after failures; 0 is none."),
                    ContractKey.differs("num_retries", Value.COUNT, "Further attempts after the first."),
                    ContractKey.differs(
                            "extra_headers",
                            new MapOf(Value.SECRET, 0, Integer.MAX_VALUE),
                            "Headers for the upstream."),
                    ContractKey.differs("mock_response", Value.FREE_TEXT, "Answered without any upstream."),
                    ContractKey.differs(
                            "order", Value.COUNT, "The lowest is tried first, with enable_pre_call_checks."),
                    ContractKey.differs(
                            "max_parallel_requests", Value.POSITIVE_COUNT, "Requests under way at once; more wait."),
                    ContractKey.of("tags", GROUPS, "The tagged requests it serves, with enable_tag_filtering."),
                    ContractKey.differs("input_cost_per_token", Value.AMOUNT, "Dollars for a token of the prompt."),
                    ContractKey.differs("output_cost_per_token", Value.AMOUNT, "Dollars for a token of the answer.")),
            RefusedKeys.ofParams());

    static final Table MODEL_INFO = table(
            List.of(
                    ContractKey.differs("id", Value.IDENTIFIER, "The deployment's id."),
                    ContractKey.differs(
                            "max_input_tokens", Value.COUNT, "The longest prompt, with enable_pre_call_checks."),
                    ContractKey.differs("input_cost_per_token", Value.AMOUNT, "Taken when litellm_params has none."),
                    ContractKey.differs("output_cost_per_token", Value.AMOUNT, "Taken when litellm_params has none.")),
            RefusedKeys.ofModelInfo());

    static final Table DEPLOYMENT = table(
            List.of(
                    ContractKey.differs("model_name", Value.TEXT, "The name that clients ask for.")
                            .asRequired(),
                    ContractKey.required("litellm_params", PARAMS, "The upstream."),
                    ContractKey.of("model_info", MODEL_INFO, "What is known of the model."),
                    ContractKey.of("rpm", Value.AMOUNT, "Taken when litellm_params has none."),
                    ContractKey.of("tpm", Value.AMOUNT, "Taken when litellm_params has none.")),
            List.of());

    static final Table ROUTER_SETTINGS = table(
            List.of(
                    ContractKey.differs(
                            "routing_strategy", STRATEGY, "How a deployment is chosen; default simple-shuffle."),
                    ContractKey.differs("num_retries", Value.COUNT, "Further attempts after the first; default 2."),
                    ContractKey.of("retry_after", Value.SECONDS_OR_ZERO, "Least seconds between attempts; default 0."),
                    ContractKey.differs("timeout", Value.SECONDS, "Seconds for a request; default 6000."),
                    ContractKey.differs("stream_timeout", Value.SECONDS, "Seconds for a streamed request."),
                    ContractKey.differs("allowed_fails", Value.COUNT, "Failures before a deployment is cooled down."),
                    ContractKey.differs(
                            "cooldown_time", Value.SECONDS_OR_ZERO, "Seconds of rest after failures; default 5."),
                    ContractKey.of("disable_cooldowns", Value.BOOLEAN, "Whether no deployment is ever cooled down."),
                    ContractKey.differs("fallbacks", FALLBACKS, "Model groups that stand in for others."),
                    ContractKey.differs("default_fallbacks", GROUPS, "Model groups that stand in for any other."),
                    ContractKey.differs(
                            "max_fallbacks", Value.COUNT, "How many may stand in for one request; default 5."),
                    ContractKey.differs("context_window_fallbacks", FALLBACKS, "Those for prompts that are too long."),
                    ContractKey.differs("content_policy_fallbacks", FALLBACKS, "Those for content that is refused."),
                    ContractKey.differs("retry_policy", RETRY_POLICY, "Further attempts by the class of the failure."),
                    ContractKey.differs(
                            "model_group_retry_policy",
                            new MapOf(RETRY_POLICY, 0, Integer.MAX_VALUE),
                            "The retry_policy of single model groups."),
                    ContractKey.differs(
                            "allowed_fails_policy", ALLOWED_FAILS_POLICY, "allowed_fails by the class of the failure."),
                    ContractKey.of("routing_strategy_args", STRATEGY_ARGUMENTS, "Settings of the strategy."),
                    ContractKey.differs(
                            "enable_pre_call_checks", Value.BOOLEAN, "Whether limits are checked before a call."),
                    ContractKey.differs(
                            "enable_tag_filtering", Value.BOOLEAN, "Whether tags decide which deployments serve."),
                    ContractKey.differs(
                            "default_max_parallel_requests",
                            Value.POSITIVE_COUNT,
                            "max_parallel_requests of a deployment that has none."),
                    ContractKey.of(
                            "model_group_alias",
                            new MapOf(new Either(List.of(Value.TEXT, ALIAS)), 0, Integer.MAX_VALUE),
                            "Further names of model groups.")),
            RefusedKeys.ofRouterSettings());

    static final Table LITELLM_SETTINGS = table(
            List.of(
                    ContractKey.differs("num_retries", Value.COUNT, "As in router_settings, which wins."),
                    ContractKey.differs("request_timeout", Value.SECONDS, "router_settings.timeout wins."),
                    ContractKey.differs("allowed_fails", Value.COUNT, "As in router_settings, which wins."),
                    ContractKey.differs("cooldown_time", Value.SECONDS_OR_ZERO, "As in router_settings, which wins."),
                    ContractKey.differs("fallbacks", FALLBACKS, "As in router_settings, which wins."),
                    ContractKey.differs("default_fallbacks", GROUPS, "As in router_settings, which wins."),
                    ContractKey.differs("context_window_fallbacks", FALLBACKS, "As in router_settings, which wins."),
                    ContractKey.differs("content_policy_fallbacks", FALLBACKS, "As in router_settings, which wins."),
                    ContractKey.differs("max_fallbacks", Value.COUNT, "As in router_settings, which wins."),
                    ContractKey.differs(
                            "ssl_verify",
                            Value.VERIFICATION,
                            "Whether upstreams' certificates are checked, or the PEM file with the authorities to trust.")),
            RefusedKeys.ofLitellmSettings());

    static final Table GENERAL_SETTINGS = table(
            List.of(ContractKey.differs("master_key", Value.SECRET, "The key that clients must present.")),
            RefusedKeys.ofGeneralSettings());

    /** The shape of the base and of overlays; that the merged document has a model_list is checked there. */
    static final Table DOCUMENT = table(
            List.of(
                    ContractKey.differs("model_list", new ListOf(DEPLOYMENT, true), "The deployments."),
                    ContractKey.of("router_settings", ROUTER_SETTINGS, "How requests are routed."),
                    ContractKey.of("litellm_settings", LITELLM_SETTINGS, "Further settings; router_settings wins."),
                    ContractKey.of("general_settings", GENERAL_SETTINGS, "Settings of the server.")),
            RefusedKeys.ofDocument());

    private LiteLlmContract() {}

    private static List<ContractKey> perErrorClass(Function<ErrorClass, String> key, String what) {
        List<ContractKey> keys = new ArrayList<>();
        for (ErrorClass errorClass : ErrorClass.values()) {
            String name = key.apply(errorClass);
            String description = what + " failures of the class " + errorClass.text() + ".";
            boolean asInLiteLlm = errorClass == ErrorClass.AUTHENTICATION
                    || errorClass == ErrorClass.TIMEOUT
                    || errorClass == ErrorClass.RATE_LIMIT;
            keys.add(
                    asInLiteLlm
                            ? ContractKey.of(name, Value.COUNT, description)
                            : ContractKey.differs(name, Value.COUNT, description));
        }
        return keys;
    }

    private static Table table(List<ContractKey> read, List<ContractKey> refused) {
        List<ContractKey> keys = new ArrayList<>(read);
        keys.addAll(refused);
        return new Table(List.copyOf(keys), Others.NOT_HONOURED);
    }
}
