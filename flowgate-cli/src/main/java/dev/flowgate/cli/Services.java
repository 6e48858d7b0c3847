package dev.flowgate.cli;

import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.process.ServiceInstance;
import dev.flowgate.process.ServiceProgress;
import dev.flowgate.process.ServiceSpec;
import dev.flowgate.process.ServiceStatus;
import dev.flowgate.process.ServiceSupervisor;
import dev.flowgate.process.StartResult;
import dev.flowgate.process.StopResult;
import dev.flowgate.profile.ProfileActivator;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Starts and stops the configured services for the verbs that do so. */
final class Services {
    private static final Duration DEFAULT_GRACE = Duration.ofSeconds(10);

    private final Workspace workspace;
    private final FlowGateConfig config;
    private final ServiceSupervisor supervisor;

    Services(Workspace workspace) {
        this.workspace = workspace;
        this.config = workspace.config();
        this.supervisor = workspace.supervisor();
    }

    ServiceSupervisor supervisor() {
        return supervisor;
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

    /** Returns the names a stopping verb means; all includes services that run although they are no longer configured. */
    List<String> stoppable(String target) {
        if (!target.equals("all")) {
            if (!supervisor.known().contains(target)) {
                chosen(target);
            }
            return List.of(target);
        }
        Set<String> names = new TreeSet<>(supervisor.known());
        names.addAll(config.services().keySet());
        List<String> startOrder = StartOrder.of(config, config.services().values()).stream()
                .map(ServiceConfig::name)
                .toList();
        return names.stream()
                .sorted((left, right) -> Integer.compare(startOrder.indexOf(right), startOrder.indexOf(left)))
                .toList();
    }

    /** Starts a service and waits until it is ready. */
    StartResult start(ServiceConfig service) throws InterruptedException {
        ServiceSpec spec = ServiceSpecs.of(config, service);
        StartResult result = supervisor.start(spec, progress("waiting for " + service.name()));
        if (result instanceof StartResult.AlreadyRunning running && !running.sameConfiguration()) {
            workspace
                    .output()
                    .warning(service.name()
                            + " runs with the settings it was started with; they have changed since. To use the new ones: "
                            + Workspace.command() + " service restart " + service.name());
        }
        return result;
    }

    StopResult stop(String name) throws InterruptedException {
        ServiceConfig service = config.services().get(name);
        Duration grace = service == null ? DEFAULT_GRACE : service.stopTimeout();
        return supervisor.stop(name, grace, progress("stopping " + name));
    }

    /** Undoes a start. */
    void undo(ServiceInstance instance) throws InterruptedException {
        supervisor.stop(instance, DEFAULT_GRACE, ServiceProgress.Listener.NONE);
    }

    /** Writes the files of the profile that is to be active, so that whatever starts next finds them. */
    String applyProfile() {
        String profile = ProfileActivator.currentOrDefault(config);
        workspace.profiles().activate(config, profile);
        return profile;
    }

    boolean isRunning(String name) {
        return supervisor.status(name) instanceof ServiceStatus.Running;
    }

    private ServiceProgress.Listener progress(String what) {
        return new SlowProgress(what, workspace.output());
    }
}
