package dev.flowgate.cli.service;

import dev.flowgate.cli.workspace.ExitCode;
import dev.flowgate.cli.workspace.Workspace;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code supervisor run}: watches the services in the foreground, until it is interrupted; they go on then. */
@Command(name = "run", description = "Watch the services in the foreground, and restart them as configured.")
final class SupervisorRunCommand implements Callable<Integer> {
    private final Workspace workspace;

    SupervisorRunCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() throws InterruptedException {
        new SupervisorRun(workspace).run();
        return ExitCode.DONE;
    }
}
