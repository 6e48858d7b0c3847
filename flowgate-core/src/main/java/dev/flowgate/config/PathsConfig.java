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
