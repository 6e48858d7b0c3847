package dev.flowgate.cli.service;

import dev.flowgate.cli.output.Spoken;
import dev.flowgate.cli.real.RealServices;
import dev.flowgate.cli.real.ServedModels;
import dev.flowgate.cli.workspace.Interruption;
import dev.flowgate.cli.workspace.Workspace;
import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.config.ServiceConfig.DependencyCondition;
import dev.flowgate.config.ServiceConfig.RestartPolicy;
import dev.flowgate.process.ProcessException;
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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Supplier;

/** Starts and stops the configured services for the verbs that do so. */
public final class Services {
    private static final Duration DEFAULT_GRACE = Duration.ofSeconds(10);

    private final Workspace workspace;
    private final FlowGateConfig config;
    private final ServiceSupervisor supervisor;
    private final Set<String> underWay = new ConcurrentSkipListSet<>();

    /** Prepares for the services of a workspace's configuration. */
    public Services(Workspace workspace) {
        this.workspace = workspace;
        this.config = workspace.config();
        this.supervisor = workspace.supervisor();
    }

    /** Returns the library that starts and stops them. */
    public ServiceSupervisor supervisor() {
        return supervisor;
    }

    /** Tells whether a service, other than the supervisor, is up or about to be started again. */
    boolean anythingToWatch() {
        return supervisor.known().stream()
                .filter(name -> !name.equals(ServiceConfig.SUPERVISOR))
                .anyMatch(this::isToWatch);
    }

    private boolean isToWatch(String name) {
        ServiceStatus status = supervisor.status(name);
        if (status instanceof ServiceStatus.Crashed) {
            return supervisor
                    .restarts(name)
                    .filter(state -> state.nextAt() != null)
                    .isPresent();
        }
        return !(status instanceof ServiceStatus.Stopped
                || status instanceof ServiceStatus.Completed
                || status instanceof ServiceStatus.EndedWithHost);
    }

    /**
     * Starts the supervisor when one of some services, which were just started, is to be restarted and nobody watches.
     *
     * @return the supervisor, if this has started it
     */
    Optional<StartResult> superviseIfDue(Collection<ServiceConfig> started) throws InterruptedException {
        SupervisorProcess process = supervisorProcess();
        List<String> restarted = started.stream()
                .filter(service -> service.restart() != RestartPolicy.NO)
                .map(ServiceConfig::name)
                .toList();
        if (restarted.isEmpty() || process.isWatching()) {
            return Optional.empty();
        }
        workspace.output().progress("starting supervisor, which restarts " + String.join(", ", restarted));
        return Optional.of(process.start());
    }

    SupervisorProcess supervisorProcess() {
        return new SupervisorProcess(config, supervisor);
    }

    /** Tells whether a service is to do something and end, because another one waits for that. */
    boolean runsToEnd(ServiceConfig service) {
        return config.services().values().stream().anyMatch(other -> waitsForEnd(other, service));
    }

    /** Runs a service to its end, unless those among some others that wait for it run already. */
    void runToEnd(ServiceConfig service, Collection<ServiceConfig> others) throws InterruptedException {
        List<ServiceConfig> waiting =
                others.stream().filter(other -> waitsForEnd(other, service)).toList();
        boolean isOver = !waiting.isEmpty()
                && waiting.stream().allMatch(other -> supervisor.status(other.name()) instanceof ServiceStatus.Running);
        if (!isOver) {
            workspace.output().progress("running " + service.name());
            underWay.add(service.name());
            try {
                supervisor.runToEnd(
                        ServiceSpecs.of(config, service), progress("waiting for the end of " + service.name()));
            } finally {
                underWay.remove(service.name());
            }
        }
    }

    private static boolean waitsForEnd(ServiceConfig waiting, ServiceConfig service) {
        return waiting.dependsOn().get(service.name()) == DependencyCondition.EXITED0;
    }

    /** Starts a service and waits until it is ready. */
    public StartResult start(ServiceConfig service) throws InterruptedException {
        return start(service, () -> {});
    }

    /**
     * Starts a service and waits until it is ready.
     *
     * @param runs called when its process runs
     */
    public StartResult start(ServiceConfig service, Runnable runs) throws InterruptedException {
        if (service.name().equals(ServiceConfig.CLIPROXYAPI_PLUS)) {
            ServerSetup.of(workspace).prepareStart();
        }
        ServiceSpec spec = ServiceSpecs.of(config, service);
        StartAdvice.requireHarmless(service, spec);
        RealServices.warnings(
                        config,
                        service,
                        spec.workingDirectory(),
                        System.getenv().keySet())
                .forEach(workspace.output()::warning);
        if (supervisor.status(service.name()) instanceof ServiceStatus.Crashed crashed) {
            workspace.output().progress(service.name() + " had " + Spoken.crash(crashed.exit()));
        }
        workspace.output().progress("starting " + service.name());
        ServiceProgress.Listener slow = progress("waiting for " + service.name());
        StartResult result;
        underWay.add(service.name());
        try {
            result = supervisor.start(spec, progress -> {
                runs.run();
                slow.progress(progress);
            });
            if (result instanceof StartResult.Started) {
                requireModels(service, spec, result.instance());
            }
        } catch (ProcessException failed) {
            throw new StartAdvice(config, workspace.command()).added(failed, service.name());
        } finally {
            underWay.remove(service.name());
        }
        if (result instanceof StartResult.AlreadyRunning running && !running.sameConfiguration()) {
            workspace
                    .output()
                    .warning(service.name()
                            + " runs with the settings it was started with; they have changed since. To use the new ones: "
                            + workspace.command() + " service restart " + service.name());
        }
        return result;
    }

    /** Undoes the start of a router that serves nothing of its profile. */
    private void requireModels(ServiceConfig service, ServiceSpec spec, ServiceInstance instance)
            throws InterruptedException {
        boolean isGood = false;
        try {
            String profile = ProfileActivator.currentOrDefault(config);
            Optional<ServedModels> models = ServedModels.of(config, service, spec, profile);
            if (models.isPresent()) {
                new ModelsReport(service.name(), profile, workspace.output())
                        .tell(models.get().ask());
            }
            isGood = true;
        } finally {
            if (!isGood && undo(instance) instanceof StopResult.Failed failed) {
                workspace
                        .output()
                        .error(service.name() + " could not be stopped again; still there: "
                                + String.join("; ", failed.survivors()));
            }
        }
    }

    StopResult stop(String name) throws InterruptedException {
        return supervisor.stop(name, grace(name), progress("stopping " + name));
    }

    /**
     * Fails before a service is stopped that could not be started again: its program is missing or must not run, or the disk
     * is full.
     */
    public void requireStartable(ServiceConfig service) {
        ServiceSpec spec = ServiceSpecs.of(config, service);
        StartAdvice.requireHarmless(service, spec);
        try {
            supervisor.requireStartable(spec);
        } catch (ProcessException failed) {
            throw StartAdvice.withLine(
                    new StartAdvice(config, workspace.command()).added(failed, service.name()),
                    service.name() + " was not stopped for that.");
        }
    }

    /**
     * Stops a service that is to be started again. The first signal waits for that: cut off, the service would neither run
     * nor be stopped.
     */
    public StopResult stopFirst(String name) throws InterruptedException {
        try (Interruption.Scope finishing = finishing(() -> name)) {
            return stop(name);
        }
    }

    /** Undoes a start, as patiently as a stop would. */
    StopResult undo(ServiceInstance instance) throws InterruptedException {
        workspace.output().progress("stopping " + instance.service() + " again");
        return supervisor.stop(instance, grace(instance.service()), progress("stopping " + instance.service()));
    }

    private Duration grace(String name) {
        ServiceConfig service = config.services().get(name);
        if (service == null) {
            return DEFAULT_GRACE;
        }
        return supervisor.status(name) instanceof ServiceStatus.Running running
                ? service.stopTimeout(running.uptime())
                : service.stopTimeout();
    }

    /** Lets a signal interrupt the current thread, which then stops what it is about to start. */
    public Interruption.Scope interruptible() {
        return workspace.interruption().ofCurrentThread(() -> {
            String names = String.join(", ", underWay);
            workspace
                    .output()
                    .hint(
                            names.isEmpty()
                                    ? "Interrupted."
                                    : "Interrupted: stopping " + names + ". Ctrl-C again kills at once.");
        });
    }

    /** Lets the first signal wait until a service is stopped, and the second one kill it at once. */
    Interruption.Scope finishing(Supplier<String> stopping) {
        return workspace
                .interruption()
                .afterThisStep(() -> workspace
                        .output()
                        .hint("Interrupted: still stopping " + stopping.get() + ". Ctrl-C again kills it at once."));
    }

    private ServiceProgress.Listener progress(String what) {
        return new SlowProgress(what, workspace.output());
    }
}
