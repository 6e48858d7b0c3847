package dev.flowgate.cli.service;

import dev.flowgate.cli.workspace.ExitCode;
import dev.flowgate.cli.workspace.Interruption;
import dev.flowgate.cli.workspace.Workspace;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.process.ProcessException;
import dev.flowgate.process.StopResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code service restart}: stops services and starts them with the settings of now. */
@Command(name = "restart", description = "Stop services and start them again, with the settings of now.")
final class ServiceRestartCommand implements Callable<Integer> {
    private final Workspace workspace;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "A service, or all; default: all.")
    String target = "all";

    ServiceRestartCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() throws InterruptedException {
        Services services = new Services(workspace);
        var chosen = StartOrder.of(workspace.config(), new ServiceSelection(workspace).chosen(target)).stream()
                .filter(service -> target.equals("all") || service.name().equals(target))
                .toList();
        if (ServiceStartCommand.includesRouter(chosen)) {
            new RouterProfile(workspace).ensureActive();
        }
        ServiceReport report = new ServiceReport();
        List<ServiceConfig> started = new ArrayList<>();
        try (Interruption.Scope interruptible = services.interruptible()) {
            for (ServiceConfig service : chosen) {
                if (restart(services, service, report)) {
                    started.add(service);
                }
                if (workspace.interruption().isAsked()) {
                    throw new InterruptedException("interrupted by a signal");
                }
            }
            ServiceStartCommand.supervise(services, started, report, workspace);
        } catch (InterruptedException interrupted) {
            workspace.output().print(report);
            workspace
                    .output()
                    .hint("To start what is stopped now: " + workspace.command() + " service start " + target);
            throw interrupted;
        }
        workspace.output().print(report);
        return report.isGood() ? ExitCode.DONE : ExitCode.FAILED;
    }

    /** Restarts a service; returns whether it is up again. */
    private boolean restart(Services services, ServiceConfig service, ServiceReport report)
            throws InterruptedException {
        try {
            services.requireStartable(service);
            if (services.stopFirst(service.name()) instanceof StopResult.Failed failed) {
                report.add(service.name(), "stop-failed", false, null, null);
                workspace
                        .output()
                        .error(service.name() + " could not be stopped, so it was not started again; still there: "
                                + String.join("; ", failed.survivors()));
                return false;
            }
            if (workspace.interruption().isAsked()) {
                report.add(service.name(), "stopped", true, null, null);
                return false;
            }
            if (services.runsToEnd(service)) {
                services.runToEnd(service, List.of());
                report.add(service.name(), "completed", true, null, null);
                return false;
            }
            long pid = services.start(service).instance().pid();
            report.add(service.name(), "restarted", true, pid, null);
            return true;
        } catch (ProcessException failure) {
            report.add(service.name(), "restart-failed", false, null, null);
            workspace.output().error(failure.getMessage());
            return false;
        }
    }
}
