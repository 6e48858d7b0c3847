package dev.flowgate.cli.service;

import dev.flowgate.cli.config.InitCommand;
import dev.flowgate.cli.workspace.ExitCode;
import dev.flowgate.cli.workspace.Interruption;
import dev.flowgate.cli.workspace.Workspace;
import dev.flowgate.config.ConfigException;
import dev.flowgate.config.ConfigProblem;
import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.process.ProcessException;
import dev.flowgate.process.ServiceStatus;
import dev.flowgate.process.ServiceSupervisor;
import dev.flowgate.process.StopResult;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code service stop}: stops services with everything they have started. */
@Command(name = "stop", description = "Stop services, with everything they have started.")
final class ServiceStopCommand implements Callable<Integer> {
    private final Workspace workspace;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "A service, or all; default: all.")
    String target = "all";

    ServiceStopCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() throws InterruptedException {
        return stop(workspace, target);
    }

    static int stop(Workspace workspace, String target) throws InterruptedException {
        goByRecordsWithoutConfiguration(workspace);
        Services services = new Services(workspace);
        ServiceReport report = new ServiceReport();
        Interruption interruption = workspace.interruption();
        List<String> names = new ServiceSelection(workspace).stoppable(target);
        AtomicReference<String> current = new AtomicReference<>("");
        try (Interruption.Scope finishing = services.finishing(current::get)) {
            for (String name : names) {
                if (!interruption.isAsked()) {
                    current.set(name);
                    stop(workspace, services, name, report);
                }
            }
            if (!interruption.isAsked() && isWatchedForNothing(services, names)) {
                stop(workspace, services, ServiceConfig.SUPERVISOR, report);
            }
        }
        workspace.output().print(report);
        if (interruption.isAsked()) {
            throw new InterruptedException("interrupted by a signal");
        }
        return report.isGood() ? ExitCode.DONE : ExitCode.FAILED;
    }

    // Nobody should have to repair a file before something can be stopped; the records of what runs tell enough.
    private static void goByRecordsWithoutConfiguration(Workspace workspace) {
        try {
            workspace.config();
        } catch (ConfigException unusable) {
            FlowGateConfig usual = FlowGateConfig.parse(
                    InitCommand.template(),
                    workspace.configFile().toAbsolutePath().resolveSibling(""));
            Path runtime = usual.paths().runtimeDirectory();
            // Another file in that folder may be there for other folders; what these hold is not its to stop.
            if (!workspace.hasUsualConfigFile()
                    || ServiceSupervisor.in(runtime).known().isEmpty()) {
                throw unusable;
            }
            unusable.problems().stream().map(ConfigProblem::describe).forEach(workspace.output()::warning);
            workspace
                    .output()
                    .warning("Without a usable configuration, this stops what has a record below " + runtime + ".");
            workspace.use(usual);
        }
    }

    // A supervisor that has nothing left to watch would stay for ever; the next start of a service brings it back.
    private static boolean isWatchedForNothing(Services services, List<String> stopped) {
        return !stopped.contains(ServiceConfig.SUPERVISOR)
                && services.supervisor().status(ServiceConfig.SUPERVISOR) instanceof ServiceStatus.Running
                && !services.anythingToWatch();
    }

    private static void stop(Workspace workspace, Services services, String name, ServiceReport report)
            throws InterruptedException {
        try {
            StopResult result = services.stop(name);
            if (result instanceof StopResult.Failed failed) {
                report.add(name, "stop-failed", false, null, null);
                workspace
                        .output()
                        .error(name + " could not be stopped; still there: " + String.join("; ", failed.survivors())
                                + ". Run the same command again, or end them by hand.");
            } else if (result instanceof StopResult.Stopped stopped) {
                report.add(name, "stopped", true, null, stopped.killed() ? "it had to be killed" : null);
            } else {
                report.add(name, "stopped", true, null, "it was not running");
            }
        } catch (ProcessException failure) {
            report.add(name, "stop-failed", false, null, null);
            workspace.output().error(failure.getMessage());
        }
    }
}
