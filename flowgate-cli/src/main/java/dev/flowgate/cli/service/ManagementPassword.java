package dev.flowgate.cli.service;

import dev.flowgate.FlowGateException;
import dev.flowgate.auth.cliproxy.ManagementKey;
import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.config.ServiceConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Gives the CLIProxyAPI that FlowGate runs the key that FlowGate manages it by. */
final class ManagementPassword {
    private ManagementPassword() {}

    /**
     * Adds the key to a server's environment, unless there is one. A server that other machines can reach gets none, because
     * the variable opens its management to all of them.
     */
    static void addTo(Map<String, String> environment, FlowGateConfig config, ServiceConfig service) {
        if (environment.containsKey(ManagementKey.VARIABLE) || !ManagementKey.suits(service.host())) {
            return;
        }
        Path folder = config.paths().runtimeDirectory();
        try {
            environment.put(ManagementKey.VARIABLE, ManagementKey.in(folder).reveal());
        } catch (IOException failure) {
            throw new FlowGateException(
                    "The management key of " + service.name() + " cannot be kept in " + folder + " ("
                            + failure.getMessage() + "). Check the folder's permissions.",
                    failure);
        }
    }
}
