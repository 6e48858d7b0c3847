package dev.flowgate.cli;

import dev.flowgate.cli.workspace.ExitCode;
import dev.flowgate.cli.workspace.Workspace;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code completion bash}: the completion script. */
@Command(
        name = "completion",
        description = "Print the completion script of a shell.",
        footer = {
            "",
            "bash:  source <(flowgate completion bash)",
            "zsh:   autoload -U +X bashcompinit && bashcompinit, then as for bash"
        })
final class CompletionCommand implements Callable<Integer> {
    private final Workspace workspace;

    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "bash")
    Shell shell = Shell.BASH;

    CompletionCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    /** The shells there is a script for; zsh reads bash's. */
    enum Shell {
        BASH
    }

    @Override
    public Integer call() {
        workspace.output().line(AutoComplete.bash("flowgate", spec.root().commandLine()));
        return ExitCode.DONE;
    }
}
