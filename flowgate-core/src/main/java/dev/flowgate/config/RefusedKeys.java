package dev.flowgate.config;

import java.util.ArrayList;
import java.util.List;

/**
 * The keys of LiteLLM 1.75.8 that the embedded engine does not read, each with the reason, which follows "the embedded
 * engine does not honour it:".
 */
final class RefusedKeys {
    private static final String PROVIDERS = "it speaks to no provider that needs this";
    private static final String PASSES_ON = "it passes a request on as the client wrote it";
    private static final String ONE_RETRY = "num_retries alone says how often a request is sent";
    private static final String NO_CACHE = "it keeps no cache of answers";
    private static final String ONE_PROCESS = "it is one process, which has nothing to share";
    private static final String NO_BUDGETS = "it keeps no budgets";
    private static final String NO_QUEUE = "it serves requests in the order they come";
    private static final String NO_PYTHON = "it runs no Python code, nor any integration written in it";
    private static final String NO_GUARDRAILS = "it runs no guardrails";
    private static final String NO_DATABASE = "it has no database";
    private static final String ONE_KEY = "it knows no users, teams or keys but the master_key";
    private static final String OWN_UPSTREAM = "clients cannot choose an upstream's address or key";
    private static final String NO_PROBES = "its health checks call no model";
    private static final String FEW_HEADERS = "it passes on only the client headers that a provider reads";
    private static final String ENDPOINTS =
            "it serves chat completions, completions, embeddings, responses and messages";
    private static final String LOGGING = "its log is set up where it is started";
    private static final String TOKEN_PRICES = "it compares prices of a token only";

    private final List<ContractKey> keys = new ArrayList<>();

    private RefusedKeys() {}

    private RefusedKeys because(String reason, String... names) {
        for (String name : names) {
            keys.add(ContractKey.refused(name, reason));
        }
        return this;
    }

    static List<ContractKey> ofDocument() {
        return new RefusedKeys()
                .because("variables are set where FlowGate is started", "environment_variables")
                .because("the configuration is one file", "include")
                .because("keys in files are named in credentials.upstream", "credential_list")
                .because(NO_PYTHON, "callback_settings")
                .because(NO_GUARDRAILS, "guardrails")
                .because(
                        ENDPOINTS,
                        "prompts",
                        "mcp_servers",
                        "mcp_tools",
                        "vector_store_registry",
                        "assistant_settings",
                        "finetune_settings",
                        "files_settings")
                .because(PROVIDERS, "default_vertex_config")
                .keys;
    }

    static List<ContractKey> ofParams() {
        return new RefusedKeys()
                .because(ONE_RETRY, "max_retries")
                .because("timeout is the one name of this limit", "request_timeout")
                .because("headers for an upstream stand in extra_headers", "headers")
                .because("the header OpenAI-Organization can stand in extra_headers", "organization")
                .because(
                        PASSES_ON,
                        "temperature",
                        "top_p",
                        "max_tokens",
                        "drop_params",
                        "additional_drop_params",
                        "allowed_openai_params",
                        "merge_reasoning_content_in_choices")
                .because("mock_response alone makes a mock", "mock_tool_calls", "mock_delay", "mock_timeout")
                .because(
                        PROVIDERS,
                        "api_version",
                        "region_name",
                        "aws_access_key_id",
                        "aws_secret_access_key",
                        "aws_session_token",
                        "aws_session_name",
                        "aws_profile_name",
                        "aws_role_name",
                        "aws_web_identity_token",
                        "aws_region_name",
                        "aws_bedrock_runtime_endpoint",
                        "vertex_project",
                        "vertex_location",
                        "vertex_credentials")
                .because(
                        TOKEN_PRICES,
                        "input_cost_per_second",
                        "output_cost_per_second",
                        "input_cost_per_pixel",
                        "output_cost_per_pixel")
                .because(NO_BUDGETS, "max_budget", "budget_duration")
                .because(OWN_UPSTREAM, "configurable_clientside_auth_params")
                .because(ENDPOINTS, "use_in_pass_through")
                .because("a key in a file is named by api_key_ref", "litellm_credential_name")
                .because(
                        "model groups are chosen by name, not by content",
                        "auto_router_config",
                        "auto_router_config_path",
                        "auto_router_default_model",
                        "auto_router_embedding_model")
                .keys;
    }

    static List<ContractKey> ofModelInfo() {
        return new RefusedKeys()
                .because(
                        NO_PROBES,
                        "mode",
                        "health_check_model",
                        "health_check_timeout",
                        "disable_background_health_check")
                .because("it has no map of models", "base_model")
                .because("max_input_tokens alone is checked", "max_tokens", "max_output_tokens")
                .because("a profile says what runs where", "supported_environments")
                .because(ONE_KEY, "access_groups", "team_id")
                .keys;
    }

    static List<ContractKey> ofRouterSettings() {
        return new RefusedKeys()
                .because("enable_pre_call_checks switches the checks that there are", "optional_pre_call_checks")
                .because(PASSES_ON, "default_litellm_params")
                .because(ONE_PROCESS, "redis_host", "redis_port", "redis_password", "redis_url", "cache_kwargs")
                .because(NO_CACHE, "cache_responses", "caching_groups")
                .because("its connections to upstreams need no renewal", "client_ttl")
                .because(NO_QUEUE, "polling_interval", "default_priority")
                .because(NO_BUDGETS, "provider_budget_config")
                .because(NO_PYTHON, "alerting_config")
                .because(LOGGING, "set_verbose", "debug_level")
                .because(ENDPOINTS, "assistants_config")
                .because("a deployment that cannot be used is always reported", "ignore_invalid_deployments")
                .because("every model that is served is in model_list", "router_general_settings")
                .keys;
    }

    static List<ContractKey> ofLitellmSettings() {
        return new RefusedKeys()
                .because(NO_CACHE, "cache", "cache_params")
                .because(PASSES_ON, "drop_params", "modify_params")
                .because(LOGGING, "set_verbose", "json_logs", "turn_off_message_logging")
                .because(
                        NO_PYTHON,
                        "callbacks",
                        "success_callback",
                        "failure_callback",
                        "service_callbacks",
                        "custom_provider_map",
                        "post_call_rules")
                .because(NO_GUARDRAILS, "guardrails")
                .because(FEW_HEADERS, "model_group_settings")
                .because("further names stand in router_settings.model_group_alias", "model_alias_map")
                .because("the Java runtime chooses the address family", "force_ipv4")
                .because(ONE_KEY, "default_team_settings", "upperbound_key_generate_params")
                .keys;
    }

    static List<ContractKey> ofGeneralSettings() {
        return new RefusedKeys()
                .because(NO_DATABASE, "database_url", "store_model_in_db")
                .because("it serves the model that the client asks for", "completion_model", "embedding_model")
                .because(OWN_UPSTREAM, "allow_client_side_credentials")
                .because(FEW_HEADERS, "forward_client_headers_to_llm_api", "forward_openai_org_id")
                .because("a key comes as a bearer token, in x-api-key or in api-key", "litellm_key_header_name")
                .because(ONE_KEY, "user_header_name", "custom_auth", "allowed_routes", "ui_access_mode")
                .because(NO_PROBES, "background_health_checks", "health_check_interval", "health_check_details")
                .because(ENDPOINTS, "pass_through_endpoints")
                .because(NO_PYTHON, "alerting", "alerting_args", "alerting_threshold")
                .because("secrets come from variables and files", "key_management_system")
                .because(
                        "parallel requests are limited for each deployment",
                        "max_parallel_requests",
                        "global_max_parallel_requests")
                .because("each model is in model_list with its key", "infer_model_from_keys")
                .because("services.litellm.host says who can reach it", "allowed_ips")
                .because("a request may have 32 MiB", "max_request_size_mb")
                .keys;
    }
}
