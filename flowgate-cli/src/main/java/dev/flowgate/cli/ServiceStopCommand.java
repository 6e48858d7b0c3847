package dev.flowgate.cli;

import dev.flowgate.process.ProcessException;
import dev.flowgate.process.StopResult;
import java.util.concurrent.Callable;
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
        Services services = new Services(workspace);
        ServiceReport report = new ServiceReport();
        for (String name : services.stoppable(target)) {
            stop(workspace, services, name, report);
        }
        workspace.output().print(report);
        return report.isGood() ? ExitCode.DONE : ExitCode.FAILED;
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
