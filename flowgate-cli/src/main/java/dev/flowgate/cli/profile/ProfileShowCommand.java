package dev.flowgate.cli.profile;

import dev.flowgate.cli.output.DocumentReport;
import dev.flowgate.cli.workspace.ExitCode;
import dev.flowgate.cli.workspace.Workspace;
import dev.flowgate.profile.ProfileActivator;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code profile show}: the LiteLLM configuration that a profile makes, without its secrets. */
@Command(name = "show", description = "Show the LiteLLM configuration that a profile makes, without its secrets.")
final class ProfileShowCommand implements Callable<Integer> {
    private final Workspace workspace;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "The profile; default: the active one.")
    @Nullable String name;

    ProfileShowCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() {
        String profile = name == null ? ProfileActivator.currentOrDefault(workspace.config()) : name;
        workspace.output().print(new DocumentReport(workspace.config().redactedDocument(profile)));
        return ExitCode.DONE;
    }
}
