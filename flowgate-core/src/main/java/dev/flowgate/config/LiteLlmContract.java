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
 * The keys of the LiteLLM part, and which of them the embedded engine honours. Names and meanings are those of LiteLLM
 * 1.75.8.
 */
final class LiteLlmContract {
    private static final Choice STRATEGY = new Choice(StrategySettings.Strategy.ids());

    private static final Table STRATEGY_ARGUMENTS = table(
            List.of(
                    ContractKey.of("ttl", Value.SECONDS, "Seconds that a measured latency counts; default 3600."),
                    ContractKey.of(
                            "lowest_latency_buffer",
                            Value.AMOUNT,
                            "Share by which a deployment may be slower than the fastest; default 0."),
                    ContractKey.of(
                            "max_latency_list_size", Value.POSITIVE_COUNT, "How many latencies count; default 10.")),
            "");

    private static final Table RETRY_POLICY =
            table(perErrorClass(ErrorClass::retriesKey, "Further attempts after"), "");

    private static final Table ALLOWED_FAILS_POLICY =
            table(perErrorClass(ErrorClass::allowedFailsKey, "Failures before a cooldown, of"), "");

    private static final Shape GROUPS = new ListOf(Value.TEXT, false);
    private static final Shape FALLBACKS = new ListOf(new MapOf(GROUPS, 1, 1), false);

    private static final Table ALIAS = new Table(
            List.of(
                    ContractKey.of("model", Value.TEXT, "The model group that answers."),
                    ContractKey.of("hidden", Value.BOOLEAN, "Whether the name is left out of the list of models.")),
            Others.NOT_HONOURED);

    static final Table PARAMS = table(
            List.of(
                    ContractKey.required("model", Value.TEXT, "provider/model, as in openai/gpt-4.1."),
                    ContractKey.of(
                            "custom_llm_provider", Value.TEXT, "The provider, when model does not begin with it."),
                    ContractKey.of("api_base", Value.HTTP_URI, "The upstream's address."),
                    ContractKey.of("base_url", Value.HTTP_URI, "Another name of api_base."),
                    ContractKey.of("api_key", Value.SECRET, "The upstream's key, best as os.environ/NAME."),
                    ContractKey.of("api_key_ref", Value.TEXT, "A name in credentials.upstream."),
                    ContractKey.of("weight", Value.AMOUNT, "The share of requests."),
                    ContractKey.of("rpm", Value.AMOUNT, "Requests a minute, used as weight."),
                    ContractKey.of("tpm", Value.AMOUNT, "Tokens a minute, used as weight."),
                    ContractKey.of("timeout", Value.SECONDS, "Seconds for a request."),
                    ContractKey.of("stream_timeout", Value.SECONDS, "Seconds for a streamed request."),
                    ContractKey.of(
                            "cooldown_time", Value.SECONDS_OR_ZERO, "Seconds of rest after failures; 0 is none."),
                    ContractKey.of("num_retries", Value.COUNT, "Further attempts after the first."),
                    ContractKey.of(
                            "extra_headers",
                            new MapOf(Value.SECRET, 0, Integer.MAX_VALUE),
                            "Headers for the upstream."),
                    ContractKey.of("mock_response", Value.FREE_TEXT, "Answered without any upstream."),
                    ContractKey.of("order", Value.COUNT, "The lowest is tried first, with enable_pre_call_checks."),
                    ContractKey.of(
                            "max_parallel_requests", Value.POSITIVE_COUNT, "Requests under way at once; more wait."),
                    ContractKey.of("tags", GROUPS, "The tagged requests it serves, with enable_tag_filtering."),
                    ContractKey.of("input_cost_per_token", Value.AMOUNT, "Dollars for a token of the prompt."),
                    ContractKey.of("output_cost_per_token", Value.AMOUNT, "Dollars for a token of the answer.")),
            "max_retries api_version organization region_name headers mock_tool_calls"
                    + " mock_delay mock_timeout drop_params additional_drop_params allowed_openai_params"
                    + " max_budget budget_duration configurable_clientside_auth_params use_in_pass_through litellm_credential_name"
                    + " merge_reasoning_content_in_choices temperature top_p max_tokens aws_access_key_id"
                    + " aws_secret_access_key aws_region_name vertex_project vertex_location vertex_credentials");

    static final Table MODEL_INFO = table(
            List.of(
                    ContractKey.of("id", Value.IDENTIFIER, "The deployment's id."),
                    ContractKey.of("max_input_tokens", Value.COUNT, "The longest prompt, with enable_pre_call_checks."),
                    ContractKey.of("input_cost_per_token", Value.AMOUNT, "Taken when litellm_params has none."),
                    ContractKey.of("output_cost_per_token", Value.AMOUNT, "Taken when litellm_params has none.")),
            "mode base_model max_tokens max_output_tokens supported_environments health_check_model"
                    + " health_check_timeout disable_background_health_check access_groups team_id");

    static final Table DEPLOYMENT = table(
            List.of(
                    ContractKey.required("model_name", Value.TEXT, "The name that clients ask for."),
                    ContractKey.required("litellm_params", PARAMS, "The upstream."),
                    ContractKey.of("model_info", MODEL_INFO, "What is known of the model."),
                    ContractKey.of("rpm", Value.AMOUNT, "Taken when litellm_params has none."),
                    ContractKey.of("tpm", Value.AMOUNT, "Taken when litellm_params has none.")),
            "");

    static final Table ROUTER_SETTINGS = table(
            List.of(
                    ContractKey.of("routing_strategy", STRATEGY, "How a deployment is chosen; default simple-shuffle."),
                    ContractKey.of("num_retries", Value.COUNT, "Further attempts after the first; default 2."),
                    ContractKey.of("retry_after", Value.SECONDS_OR_ZERO, "Least seconds between attempts; default 0."),
                    ContractKey.of("timeout", Value.SECONDS, "Seconds for a request; default 6000."),
                    ContractKey.of("stream_timeout", Value.SECONDS, "Seconds for a streamed request."),
                    ContractKey.of("allowed_fails", Value.COUNT, "Failures before a deployment is cooled down."),
                    ContractKey.of(
                            "cooldown_time", Value.SECONDS_OR_ZERO, "Seconds of rest after failures; default 5."),
                    ContractKey.of("disable_cooldowns", Value.BOOLEAN, "Whether no deployment is ever cooled down."),
                    ContractKey.of("fallbacks", FALLBACKS, "Model groups that stand in for others."),
                    ContractKey.of("default_fallbacks", GROUPS, "Model groups that stand in for any other."),
                    ContractKey.of("max_fallbacks", Value.COUNT, "How many may stand in for one request; default 5."),
                    ContractKey.of("context_window_fallbacks", FALLBACKS, "Those for prompts that are too long."),
                    ContractKey.of("content_policy_fallbacks", FALLBACKS, "Those for content that is refused."),
                    ContractKey.of("retry_policy", RETRY_POLICY, "Further attempts by the class of the failure."),
                    ContractKey.of(
                            "model_group_retry_policy",
                            new MapOf(RETRY_POLICY, 0, Integer.MAX_VALUE),
                            "The retry_policy of single model groups."),
                    ContractKey.of(
                            "allowed_fails_policy", ALLOWED_FAILS_POLICY, "allowed_fails by the class of the failure."),
                    ContractKey.of("routing_strategy_args", STRATEGY_ARGUMENTS, "Settings of the strategy."),
                    ContractKey.of(
                            "enable_pre_call_checks", Value.BOOLEAN, "Whether limits are checked before a call."),
                    ContractKey.of(
                            "enable_tag_filtering", Value.BOOLEAN, "Whether tags decide which deployments serve."),
                    ContractKey.of(
                            "default_max_parallel_requests",
                            Value.POSITIVE_COUNT,
                            "max_parallel_requests of a deployment that has none."),
                    ContractKey.of(
                            "model_group_alias",
                            new MapOf(new Either(List.of(Value.TEXT, ALIAS)), 0, Integer.MAX_VALUE),
                            "Further names of model groups.")),
            "optional_pre_call_checks default_litellm_params redis_host"
                    + " redis_port redis_password redis_url cache_kwargs cache_responses caching_groups client_ttl"
                    + " polling_interval default_priority provider_budget_config alerting_config set_verbose"
                    + " debug_level");

    static final Table LITELLM_SETTINGS = table(
            List.of(
                    ContractKey.of("num_retries", Value.COUNT, "As in router_settings, which wins."),
                    ContractKey.of("request_timeout", Value.SECONDS, "router_settings.timeout wins."),
                    ContractKey.of("allowed_fails", Value.COUNT, "As in router_settings, which wins."),
                    ContractKey.of("cooldown_time", Value.SECONDS_OR_ZERO, "As in router_settings, which wins."),
                    ContractKey.of("fallbacks", FALLBACKS, "As in router_settings, which wins."),
                    ContractKey.of("default_fallbacks", GROUPS, "As in router_settings, which wins."),
                    ContractKey.of("context_window_fallbacks", FALLBACKS, "As in router_settings, which wins."),
                    ContractKey.of("content_policy_fallbacks", FALLBACKS, "As in router_settings, which wins."),
                    ContractKey.of("max_fallbacks", Value.COUNT, "As in router_settings, which wins."),
                    ContractKey.of(
                            "ssl_verify",
                            Value.VERIFICATION,
                            "Whether upstreams' certificates are checked, or the PEM file with the authorities to trust.")),
            "drop_params modify_params cache cache_params set_verbose"
                    + " json_logs callbacks success_callback failure_callback service_callbacks model_group_settings"
                    + " model_alias_map force_ipv4 turn_off_message_logging default_team_settings"
                    + " upperbound_key_generate_params guardrails custom_provider_map post_call_rules");

    static final Table GENERAL_SETTINGS = table(
            List.of(ContractKey.of("master_key", Value.SECRET, "The key that clients must present.")),
            "database_url completion_model embedding_model allow_client_side_credentials"
                    + " forward_client_headers_to_llm_api forward_openai_org_id litellm_key_header_name"
                    + " user_header_name background_health_checks health_check_interval health_check_details"
                    + " pass_through_endpoints custom_auth alerting key_management_system store_model_in_db"
                    + " max_parallel_requests global_max_parallel_requests infer_model_from_keys ui_access_mode"
                    + " allowed_ips allowed_routes max_request_size_mb");

    /** The shape of the base and of overlays; that the merged document has a model_list is checked there. */
    static final Table DOCUMENT = table(
            List.of(
                    ContractKey.of("model_list", new ListOf(DEPLOYMENT, true), "The deployments."),
                    ContractKey.of("router_settings", ROUTER_SETTINGS, "How requests are routed."),
                    ContractKey.of("litellm_settings", LITELLM_SETTINGS, "Further settings; router_settings wins."),
                    ContractKey.of("general_settings", GENERAL_SETTINGS, "Settings of the server.")),
            "environment_variables include callback_settings credential_list guardrails prompts mcp_servers mcp_tools"
                    + " vector_store_registry assistant_settings finetune_settings files_settings"
                    + " default_vertex_config");

    private LiteLlmContract() {}

    private static List<ContractKey> perErrorClass(Function<ErrorClass, String> key, String what) {
        List<ContractKey> keys = new ArrayList<>();
        for (ErrorClass errorClass : ErrorClass.values()) {
            keys.add(ContractKey.of(
                    key.apply(errorClass), Value.COUNT, what + " failures of the class " + errorClass.text() + "."));
        }
        return keys;
    }

    private static Table table(List<ContractKey> honoured, String foreign) {
        List<ContractKey> keys = new ArrayList<>(honoured);
        int start = 0;
        while (start < foreign.length()) {
            int blank = foreign.indexOf(' ', start);
            int end = blank < 0 ? foreign.length() : blank;
            keys.add(ContractKey.foreign(foreign.substring(start, end)));
            start = end + 1;
        }
        return new Table(List.copyOf(keys), Others.NOT_HONOURED);
    }
}
