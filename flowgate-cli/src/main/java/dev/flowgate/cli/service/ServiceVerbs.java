package dev.flowgate.cli.service;

import dev.flowgate.cli.workspace.VerbGroup;
import dev.flowgate.cli.workspace.Workspace;
import picocli.CommandLine;

/** The verbs of {@code service} and {@code supervisor}. */
public final class ServiceVerbs {
    private ServiceVerbs() {}

    /**
     * Returns the group {@code service}.
     *
     * @param logs the verb that reads what services write, which is at home elsewhere
     */
    public static CommandLine group(Workspace workspace, Object logs) {
        return VerbGroup.of(
                "service",
                "Start, stop, restart and take over services, and read their logs.",
                new ServiceStartCommand(workspace),
                new ServiceStopCommand(workspace),
                new ServiceRestartCommand(workspace),
                new ServiceAdoptCommand(workspace),
                logs);
    }

    /** Returns the group {@code supervisor}. */
    public static CommandLine supervisor(Workspace workspace) {
        return VerbGroup.of("supervisor", "Run the supervisor.", new SupervisorRunCommand(workspace));
    }
}
