package dev.flowgate.cli.bootstrap;

import dev.flowgate.cli.workspace.VerbGroup;
import dev.flowgate.cli.workspace.Workspace;
import picocli.CommandLine;

/** The verbs of {@code bootstrap}. */
public final class BootstrapVerbs {
    private BootstrapVerbs() {}

    /** Returns the group {@code bootstrap}. */
    public static CommandLine group(Workspace workspace) {
        return VerbGroup.of(
                "bootstrap",
                "Install, update and roll back the programs that services run.",
                new BootstrapDownloadCommand(workspace),
                new BootstrapUpdateCommand(workspace),
                new BootstrapRollbackCommand(workspace));
    }
}
