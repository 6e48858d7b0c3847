package dev.flowgate.cli.service;

import dev.flowgate.cli.workspace.Workspace;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code down}: stops everything, what was started last first. */
@Command(name = "down", description = "Stop everything.")
public final class DownCommand implements Callable<Integer> {
    private final Workspace workspace;

    /** Makes the verb. */
    public DownCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() throws InterruptedException {
        return ServiceStopCommand.stop(workspace, "all");
    }
}
