package dev.flowgate.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code down}: stops everything, what was started last first. */
@Command(name = "down", description = "Stop everything.")
final class DownCommand implements Callable<Integer> {
    private final Workspace workspace;

    DownCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() throws InterruptedException {
        return ServiceStopCommand.stop(workspace, "all");
    }
}
