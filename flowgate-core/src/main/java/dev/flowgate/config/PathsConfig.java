package dev.flowgate.config;

import java.nio.file.Path;

/**
 * Where FlowGate keeps its state. All paths are absolute and normalized; in a file they may be relative to its folder.
 *
 * @param runtimeDirectory {@code paths.runtime_dir}: state of services, binaries, the event log
 * @param activeConfig {@code paths.active_config}: the LiteLLM configuration of the active profile
 * @param stateFile {@code paths.state_file}: which profile is active
 * @param logFile {@code paths.log_file}: FlowGate's own log
 */
public record PathsConfig(Path runtimeDirectory, Path activeConfig, Path stateFile, Path logFile) {

    /** The name of CLIProxyAPI's configuration, which lies beside FlowGate's. */
    public static final String SERVER_CONFIGURATION = "cliproxyapi.yaml";

    /**
     * Returns the usual layout below one folder.
     *
     * @param root the folder, usually {@code .router}
     * @return the paths
     */
    public static PathsConfig under(Path root) {
        Path base = root.toAbsolutePath().normalize();
        Path runtime = base.resolve("runtime");
        return new PathsConfig(
                runtime,
                runtime.resolve("litellm.active.yaml"),
                runtime.resolve("state.json"),
                base.resolve("logs").resolve("flowgate.log"));
    }

    /**
     * Returns the event log's file.
     *
     * @return {@code events.log} in the runtime folder
     */
    public Path eventLog() {
        return runtimeDirectory.resolve("events.log");
    }

    /**
     * Returns the folder of the programs that FlowGate installs.
     *
     * @return {@code bin} in the runtime folder
     */
    public Path binaryDirectory() {
        return runtimeDirectory.resolve("bin");
    }

    /**
     * Returns the program that FlowGate installs for a service.
     *
     * @param service {@link ServiceConfig#LITELLM} or {@link ServiceConfig#CLIPROXYAPI_PLUS}
     * @return its path, which is the same for every version; it need not exist
     * @throws IllegalArgumentException for any other service
     */
    public Path installedProgram(String service) {
        return binaryDirectory()
                .resolve(
                        switch (service) {
                            case ServiceConfig.LITELLM -> "litellm";
                            case ServiceConfig.CLIPROXYAPI_PLUS -> "CLIProxyAPIPlus";
                            default -> throw new IllegalArgumentException("nothing is installed for " + service);
                        });
    }

    /**
     * Returns the folder of credential files.
     *
     * @return {@code auths} beside the runtime folder
     */
    public Path authDirectory() {
        return runtimeDirectory.resolveSibling("auths");
    }

    /**
     * Returns the folder of the credentials that FlowGate itself keeps. It is not {@link #authDirectory()}, because
     * CLIProxyAPI reads every file there.
     *
     * @return {@code credentials} beside the runtime folder
     */
    public Path credentialDirectory() {
        return runtimeDirectory.resolveSibling("credentials");
    }
}
