package dev.flowgate.cli.config;

import dev.flowgate.cli.workspace.VerbGroup;
import dev.flowgate.cli.workspace.Workspace;
import picocli.CommandLine;

/** The verbs of {@code config}. */
public final class ConfigVerbs {
    private ConfigVerbs() {}

    /** Returns the group. */
    public static CommandLine group(Workspace workspace) {
        return VerbGroup.of(
                "config",
                "Check, show and migrate the configuration.",
                new ConfigValidateCommand(workspace),
                new ConfigShowCommand(workspace),
                new ConfigMigrateCommand(workspace),
                new ConfigSchemaCommand(workspace));
    }
}
