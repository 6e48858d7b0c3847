package dev.flowgate.cli.config;

import dev.flowgate.cli.workspace.ExitCode;
import dev.flowgate.cli.workspace.Workspace;
import dev.flowgate.config.ConfigSchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code config schema}: the JSON Schema of the configuration, for editors. */
@Command(name = "schema", description = "Print the JSON Schema of the configuration, for editors.")
final class ConfigSchemaCommand implements Callable<Integer> {
    private final Workspace workspace;

    ConfigSchemaCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() {
        workspace.output().line(ConfigSchema.json());
        return ExitCode.DONE;
    }
}
