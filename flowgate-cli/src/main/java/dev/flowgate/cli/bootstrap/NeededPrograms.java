package dev.flowgate.cli.bootstrap;

import dev.flowgate.cli.workspace.Workspace;
import dev.flowgate.config.FlowGateConfig;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * The programs without which the enabled services cannot start.
 *
 * @param workspace whose services
 * @param names the services
 */
public record NeededPrograms(Workspace workspace, List<String> names) {
    /** Copies the names. */
    public NeededPrograms {
        names = List.copyOf(names);
    }

    /** Finds them. */
    public static NeededPrograms of(Workspace workspace) {
        return new NeededPrograms(workspace, Programs.needed(workspace.config()));
    }

    /**
     * Installs those that are not there, and leaves the others as they are.
     *
     * @return the services whose programs were installed
     * @throws dev.flowgate.process.install.InstallException if one cannot be installed; the message says what to do
     */
    public List<String> installMissing() throws InterruptedException {
        FlowGateConfig config = workspace.config();
        List<String> missing = new ArrayList<>(names);
        missing.removeIf(name -> Files.isExecutable(config.paths().installedProgram(name)));
        if (!missing.isEmpty()) {
            Installing installing = new Installing(workspace);
            for (Program program : Programs.chosen(config, new InstallChoice(), missing)) {
                installing.install(program);
            }
        }
        return missing;
    }
}
