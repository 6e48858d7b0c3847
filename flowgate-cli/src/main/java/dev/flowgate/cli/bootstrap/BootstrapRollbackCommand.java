package dev.flowgate.cli.bootstrap;

import dev.flowgate.cli.workspace.ExitCode;
import dev.flowgate.cli.workspace.Interruption;
import dev.flowgate.cli.workspace.Workspace;
import dev.flowgate.process.install.Installation;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bootstrap rollback}: brings the version before the last replacement back. */
@Command(name = "rollback", description = "Bring the version before the last update back, and restart the service.")
final class BootstrapRollbackCommand implements Callable<Integer> {
    private final Workspace workspace;

    @Parameters(paramLabel = "NAME", description = "cliproxyapi_plus or litellm.")
    String name = "";

    @Option(names = "--no-restart", description = "Leave a running service with the version it was started with.")
    boolean noRestart;

    BootstrapRollbackCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() throws InterruptedException {
        Program program = Programs.chosen(workspace.config(), new InstallChoice(), List.of(name))
                .get(0);
        Installing installing = new Installing(workspace);
        BootstrapReport report = new BootstrapReport();
        boolean good;
        try (Interruption.Scope interruptible = installing.interruptible()) {
            Installation installation = installing.rollBack(program);
            report.addRolledBack(program.service(), installation.version());
            good = noRestart || new Replacement(workspace, installing).restartWithOld(program, report);
        }
        workspace.output().print(report);
        return good ? ExitCode.DONE : ExitCode.FAILED;
    }
}
