package dev.flowgate.cli.bootstrap;

import dev.flowgate.cli.workspace.ExitCode;
import dev.flowgate.cli.workspace.Interruption;
import dev.flowgate.cli.workspace.Workspace;
import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.process.ServiceStatus;
import dev.flowgate.process.install.InstallException;
import dev.flowgate.process.install.Installation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code bootstrap download}: fetches the programs of services, verifies them and puts them in place. */
@Command(name = "download", description = "Fetch, verify and install what services run: CLIProxyAPI and LiteLLM.")
final class BootstrapDownloadCommand implements Callable<Integer> {
    private final Workspace workspace;

    @Parameters(
            arity = "0..*",
            paramLabel = "NAME",
            description = "cliproxyapi_plus or litellm; default: those that services run, or both when none does.")
    List<String> names = new ArrayList<>();

    @Mixin
    InstallChoice choice = new InstallChoice();

    BootstrapDownloadCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() throws InterruptedException {
        FlowGateConfig config = workspace.config();
        Installing installing = new Installing(workspace);
        BootstrapReport report = new BootstrapReport();
        boolean good = true;
        try (Interruption.Scope interruptible = installing.interruptible()) {
            for (Program program : Programs.chosen(config, choice, names)) {
                try {
                    Installation installation = installing.install(program);
                    report.addInstalled(program.service(), installation);
                    tellNext(config, program.service(), installation);
                } catch (InstallException failure) {
                    good = false;
                    workspace.output().error(failure.getMessage());
                }
            }
        }
        workspace.output().print(report);
        return good ? ExitCode.DONE : ExitCode.FAILED;
    }

    private void tellNext(FlowGateConfig config, String service, Installation installation) {
        if (!Programs.isUsed(config, service)) {
            workspace
                    .output()
                    .hint("No service runs " + installation.executable() + " yet. In " + workspace.configFile()
                            + " write: services: {" + service + ": {type: process}}");
        } else if (installation.change() == Installation.Change.REPLACED
                && workspace.supervisor().status(service) instanceof ServiceStatus.Running) {
            workspace
                    .output()
                    .hint(service + " still runs the version it was started with. To use the new one: "
                            + workspace.command() + " service restart " + service);
        }
    }
}
