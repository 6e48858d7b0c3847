package dev.flowgate.cli.service;

import dev.flowgate.cli.workspace.ExitCode;
import dev.flowgate.cli.workspace.Interruption;
import dev.flowgate.cli.workspace.Workspace;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.process.ProcessException;
import dev.flowgate.process.StartResult;
import java.util.Collection;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code service start}: starts services and waits until they are ready. */
@Command(name = "start", description = "Start services and wait until they are ready.")
final class ServiceStartCommand implements Callable<Integer> {
    private final Workspace workspace;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "A service, or all; default: all.")
    String target = "all";

    ServiceStartCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() throws InterruptedException {
        Services services = new Services(workspace);
        var chosen = StartOrder.of(workspace.config(), new ServiceSelection(workspace).chosen(target));
        if (includesRouter(chosen)) {
            new RouterProfile(workspace).ensureActive();
        }
        ServiceReport report = new ServiceReport();
        Startup startup = new Startup(services, chosen, true);
        try (Interruption.Scope interruptible = services.interruptible()) {
            startup.run();
            startup.outcomes().forEach((service, outcome) -> add(report, service.name(), outcome));
            supervise(services, startup.started(), report, workspace);
        }
        workspace.output().print(report);
        return report.isGood() ? ExitCode.DONE : ExitCode.FAILED;
    }

    static boolean includesRouter(Collection<ServiceConfig> services) {
        return services.stream().anyMatch(service -> service.name().equals(ServiceConfig.LITELLM));
    }

    /** Starts the supervisor when it takes one; that it cannot be started harms no service. */
    static void supervise(
            Services services, Collection<ServiceConfig> started, ServiceReport report, Workspace workspace)
            throws InterruptedException {
        try {
            services.superviseIfDue(started)
                    .ifPresent(supervisor -> report.add(
                            ServiceConfig.SUPERVISOR,
                            "started",
                            true,
                            supervisor.instance().pid(),
                            null));
        } catch (ProcessException failed) {
            report.add(ServiceConfig.SUPERVISOR, "start-failed", false, null, null);
            workspace.output().error(failed.getMessage());
        }
    }

    private void add(ServiceReport report, String name, Startup.Outcome outcome) {
        if (outcome instanceof Startup.Outcome.Up up) {
            String detail = up.result() instanceof StartResult.AlreadyRunning ? "it was running" : null;
            report.add(name, "started", true, up.result().instance().pid(), detail);
        } else if (outcome instanceof Startup.Outcome.Completed) {
            report.add(name, "completed", true, null, null);
        } else if (outcome instanceof Startup.Outcome.Blocked blocked) {
            report.add(name, "start-failed", false, null, "it depends on " + blocked.dependency());
        } else if (outcome instanceof Startup.Outcome.Failed failed) {
            if (!(failed.why() instanceof ProcessException)) {
                throw failed.why();
            }
            report.add(name, "start-failed", false, null, null);
            workspace.output().error(String.valueOf(failed.why().getMessage()));
        }
    }
}
