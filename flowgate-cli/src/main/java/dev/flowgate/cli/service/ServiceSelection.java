package dev.flowgate.cli.service;

import dev.flowgate.cli.workspace.UsageException;
import dev.flowgate.cli.workspace.Workspace;
import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.process.ServiceSupervisor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which services a verb means, in the order in which they are started or stopped. */
public final class ServiceSelection {
    private final FlowGateConfig config;
    private final ServiceSupervisor supervisor;

    /** Prepares for the services of a workspace's configuration. */
    public ServiceSelection(Workspace workspace) {
        this.config = workspace.config();
        this.supervisor = workspace.supervisor();
    }

    /** Returns the services a verb means: one by its name, or all that are enabled. */
    Collection<ServiceConfig> chosen(String target) {
        if (target.equals("all")) {
            return config.services().values().stream()
                    .filter(ServiceConfig::enabled)
                    .toList();
        }
        ServiceConfig service = config.services().get(target);
        if (service == null) {
            throw new UsageException("There is no service '" + target + "'. Configured: "
                    + String.join(", ", config.services().keySet()) + " (or all).");
        }
        return List.of(service);
    }

    /** Returns the enabled services, each after those it depends on. */
    public List<ServiceConfig> inStartOrder() {
        return StartOrder.of(config, chosen("all"));
    }

    /** Returns the names a stopping verb means; all includes services that run although they are no longer configured. */
    public List<String> stoppable(String target) {
        if (!target.equals("all")) {
            if (!supervisor.known().contains(target)) {
                chosen(target);
            }
            return List.of(target);
        }
        Set<String> names = new TreeSet<>(supervisor.known());
        names.addAll(config.services().keySet());
        names.remove(ServiceConfig.SUPERVISOR);
        List<String> startOrder = StartOrder.of(config, config.services().values()).stream()
                .map(ServiceConfig::name)
                .toList();
        List<String> ordered = new ArrayList<>();
        // First whoever would start the others again.
        if (supervisor.known().contains(ServiceConfig.SUPERVISOR)) {
            ordered.add(ServiceConfig.SUPERVISOR);
        }
        names.stream()
                .sorted((left, right) -> Integer.compare(startOrder.indexOf(right), startOrder.indexOf(left)))
                .forEach(ordered::add);
        return ordered;
    }
}
