package dev.flowgate.cli.config;

import dev.flowgate.cli.output.DocumentReport;
import dev.flowgate.cli.workspace.ExitCode;
import dev.flowgate.cli.workspace.Workspace;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code config show}: the configuration as FlowGate understands it, without its secrets. */
@Command(name = "show", description = "Show the configuration as FlowGate understands it, without its secrets.")
final class ConfigShowCommand implements Callable<Integer> {
    private final Workspace workspace;

    ConfigShowCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() {
        workspace.output().print(new DocumentReport(workspace.config().redacted()));
        return ExitCode.DONE;
    }
}
