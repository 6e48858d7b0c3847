package dev.flowgate.cli.smoke;

import dev.flowgate.config.ServiceConfig;
import dev.flowgate.process.PortOwner;
import dev.flowgate.process.ProcessException;
import dev.flowgate.process.ProcessFailure;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Says why a service did not start, and what to do.
 *
 * @param command the program, as the user types it
 * @param configFile the configuration
 */
record StartFailures(String command, Path configFile) {
    SmokeFailure of(ServiceConfig service, RuntimeException failure) {
        String name = service.name();
        // What follows the first line is the service's log, which comes with every failure here.
        String message =
                String.valueOf(failure.getMessage()).lines().findFirst().orElse(name + " failed");
        Map<String, Object> facts = new LinkedHashMap<>();
        String suggestion = null;
        if (failure instanceof ProcessException known) {
            suggestion = suggestion(service, known.failure());
            if (known.failure() instanceof ProcessFailure.PortInUse taken) {
                facts.put("port", taken.port());
                if (taken.owner() instanceof PortOwner.Visible owner) {
                    facts.put("pid", owner.pid());
                    facts.put("command", owner.command());
                }
                return new SmokeFailure(message, null, suggestion, facts);
            }
        }
        return new SmokeFailure(message, name, suggestion, facts);
    }

    private String suggestion(ServiceConfig service, ProcessFailure failure) {
        String name = service.name();
        if (failure instanceof ProcessFailure.PortInUse taken) {
            String otherPort = "change services." + name + ".port in " + configFile;
            return taken.owner() instanceof PortOwner.Visible owner
                    ? "end what holds the port, if it is not needed (kill " + owner.pid() + "), or " + otherPort
                    : otherPort;
        }
        if (failure instanceof ProcessFailure.ProgramNotRunnable && isInstalled(name)) {
            return command + " bootstrap download " + name;
        }
        if (failure instanceof ProcessFailure.NotReady) {
            return command + " smoke --startup-timeout "
                    + 2 * service.startupTimeout().toSeconds();
        }
        return command + " service logs " + name;
    }

    private static boolean isInstalled(String name) {
        return name.equals(ServiceConfig.LITELLM) || name.equals(ServiceConfig.CLIPROXYAPI_PLUS);
    }
}
