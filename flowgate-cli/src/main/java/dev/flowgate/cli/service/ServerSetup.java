package dev.flowgate.cli.service;

import dev.flowgate.FlowGateException;
import dev.flowgate.auth.cliproxy.ServerFile;
import dev.flowgate.auth.cliproxy.ServerFinding;
import dev.flowgate.cli.output.Output;
import dev.flowgate.cli.workspace.Workspace;
import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.config.ServiceConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/**
 * Prepares CLIProxyAPI's own configuration: before the server is started, and before the router's document is written, which
 * may need the key that is made with it.
 *
 * @param command the program, as the user types it
 */
record ServerSetup(FlowGateConfig config, Output output, String command) {
    /** What keeps a server from being found when it has started. */
    private static final Set<ServerFinding.Kind> FATAL = EnumSet.of(
            ServerFinding.Kind.CONFIG_UNUSABLE,
            ServerFinding.Kind.HOST_DIFFERS,
            ServerFinding.Kind.PORT_MISSING,
            ServerFinding.Kind.PORT_DIFFERS,
            ServerFinding.Kind.TLS_ENABLED);

    static ServerSetup of(Workspace workspace) {
        return new ServerSetup(workspace.config(), workspace.output(), workspace.command());
    }

    /** Makes the configuration when it is missing, unless the service is not enabled. */
    void prepare() {
        ServiceConfig service = config.services().get(ServiceConfig.CLIPROXYAPI_PLUS);
        if (service != null && service.enabled()) {
            ServerFile.of(config).ifPresent(this::create);
        }
    }

    /** Makes the configuration when it is missing, and tells what in it keeps FlowGate from finding the server. */
    void prepareStart() {
        ServerFile file = ServerFile.of(config).orElse(null);
        if (file == null) {
            return;
        }
        create(file);
        for (ServerFinding finding : file.findings()) {
            if (FATAL.contains(finding.kind())) {
                output.warning(
                        finding.message() + " To repair it: " + finding.repair().replace("flowgate ", command + " "));
            }
        }
    }

    private void create(ServerFile file) {
        try {
            if (file.create()) {
                output.progress("wrote " + shown(file.path()));
            }
        } catch (IOException failure) {
            throw new FlowGateException(
                    "The configuration of CLIProxyAPI cannot be written to " + file.path() + " ("
                            + failure.getMessage() + "). Check the permissions of its folder, and of "
                            + config.paths().runtimeDirectory() + ".",
                    failure);
        }
    }

    /** Returns a path as a user would type it here. */
    private static Path shown(Path path) {
        Path here = Path.of("").toAbsolutePath();
        return path.startsWith(here) ? here.relativize(path) : path;
    }
}
