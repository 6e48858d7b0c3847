package dev.flowgate.config;

import dev.flowgate.config.Shape.Choice;
import dev.flowgate.config.Shape.Either;
import dev.flowgate.config.Shape.ListOf;
import dev.flowgate.config.Shape.MapOf;
import dev.flowgate.config.Shape.Others;
import dev.flowgate.config.Shape.Table;
import dev.flowgate.config.Shape.Value;
import java.util.List;
import java.util.Set;

/** The keys of FlowGate's own part of the configuration, version 2. */
final class Contract {
    static final int VERSION = 2;

    /** More would be a mistake, and dependencies are followed by recursion. */
    static final int MAX_SERVICES = 256;

    static final Table PATHS = new Table(
            List.of(
                    ContractKey.required("runtime_dir", Value.PATH, "Folder for state, binaries and the event log."),
                    ContractKey.required(
                            "active_config", Value.PATH, "The LiteLLM configuration of the active profile."),
                    ContractKey.required("state_file", Value.PATH, "Which profile is active."),
                    ContractKey.required("log_file", Value.PATH, "FlowGate's own log.")),
            Others.REFUSED);

    static final Table COMMAND = new Table(
            List.of(
                    ContractKey.required("args", new ListOf(Value.ARGUMENT, true), "The program and its arguments."),
                    ContractKey.of("cwd", Value.PATH, "The folder it is started in."),
                    ContractKey.of(
                            "env",
                            new MapOf(Value.ARGUMENT, 0, Integer.MAX_VALUE),
                            "Variables for it; os.environ/NAME takes one of FlowGate's own.")),
            Others.REFUSED);

    static final Choice CONDITION = new Choice(List.of("started", "healthy", "exited0"));

    static final Table SERVICE = new Table(
            List.of(
                    ContractKey.of("type", new Choice(List.of("embedded", "process")), "Who runs it."),
                    ContractKey.of("host", Value.TEXT, "The address it listens on; default 127.0.0.1."),
                    ContractKey.of("port", Value.PORT, "The port it listens on."),
                    ContractKey.of("readiness_path", Value.TEXT, "The path that answers 2xx when it is ready."),
                    ContractKey.of(
                            "command",
                            COMMAND,
                            "What to run; without it litellm is embedded, or what is installed runs."),
                    ContractKey.of(
                            "depends_on",
                            new Either(
                                    List.of(new ListOf(Value.TEXT, false), new MapOf(CONDITION, 0, Integer.MAX_VALUE))),
                            "Services that come first: a list, or a map from each to started, healthy or exited0."),
                    ContractKey.of(
                            "restart",
                            new Choice(List.of("no", "on-failure", "always")),
                            "Whether it is started again after it ends; default no."),
                    ContractKey.of("startup_timeout", Value.DURATION, "How long it may take to become ready."),
                    ContractKey.of("stop_timeout", Value.DURATION, "How long it may take to end."),
                    ContractKey.of(
                            "enabled", Value.BOOLEAN, "Whether commands for all services include it; default true.")),
            Others.REFUSED);

    static final Table RELEASE = new Table(
            List.of(
                    ContractKey.of("repository", Value.TEXT, "Owner and name; default router-for-me/CLIProxyAPI."),
                    ContractKey.of("tag", Value.ARGUMENT, "The release's tag, or latest."),
                    ContractKey.of("asset", Value.TEXT, "The archive's name, with {version}, {os} and {arch}."),
                    ContractKey.of("sha256", Value.ARGUMENT, "The archive's digest."),
                    ContractKey.of("api", Value.HTTP_URI, "The address of the API; default that of GitHub.")),
            Others.REFUSED);

    static final Table PYTHON = new Table(
            List.of(ContractKey.of("python", Value.TEXT, "The interpreter to make LiteLLM's environment with.")),
            Others.REFUSED);

    static final Table BOOTSTRAP = new Table(
            List.of(
                    ContractKey.of("cliproxyapi_plus", RELEASE, "Where CLIProxyAPI comes from."),
                    ContractKey.of("litellm", PYTHON, "How LiteLLM is installed.")),
            Others.REFUSED);

    static final Table UPSTREAM_CREDENTIAL = new Table(
            List.of(ContractKey.required("file", Value.PATH, "The file whose content is the key.")), Others.REFUSED);

    static final Table CREDENTIALS = new Table(
            List.of(ContractKey.of(
                    "upstream",
                    new MapOf(UPSTREAM_CREDENTIAL, 0, Integer.MAX_VALUE),
                    "Keys in files, for api_key_ref to name.")),
            Others.REFUSED);

    static final Table AUTH_PROVIDER = new Table(
            List.of(ContractKey.of("method", Value.TEXT, "The auth method; default oauth_poll.")), Others.FREE);

    static final Table AUTH = new Table(
            List.of(ContractKey.of(
                    "providers", new MapOf(AUTH_PROVIDER, 0, Integer.MAX_VALUE), "Who can be logged in to.")),
            Others.REFUSED);

    static final Table ROOT = new Table(
            List.of(
                    ContractKey.of("config_version", Value.VERSION, "1 or 2; default 2."),
                    ContractKey.required("paths", PATHS, "Where FlowGate keeps its state."),
                    ContractKey.required("services", new MapOf(SERVICE, 1, MAX_SERVICES), "What runs."),
                    ContractKey.of("bootstrap", BOOTSTRAP, "Where installed programs come from."),
                    ContractKey.of("credentials", CREDENTIALS, "Keys of upstreams."),
                    ContractKey.required("litellm_base", LiteLlmContract.DOCUMENT, "The LiteLLM configuration."),
                    ContractKey.required(
                            "profiles",
                            new MapOf(LiteLlmContract.DOCUMENT, 1, Integer.MAX_VALUE),
                            "Overlays on litellm_base: maps merge, lists and scalars replace."),
                    ContractKey.of("auth", AUTH, "Logins."),
                    ContractKey.of(
                            "secret_files", new ListOf(Value.PATH, false), "Files whose permissions are checked.")),
            Others.REFUSED);

    /** The keys of the document below which the words are LiteLLM's. */
    static final Set<String> LITELLM_PARTS = Set.of("litellm_base", "profiles");

    private Contract() {}
}
