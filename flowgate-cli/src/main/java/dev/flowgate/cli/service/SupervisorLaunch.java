package dev.flowgate.cli.service;

import dev.flowgate.cli.output.Terminal;
import dev.flowgate.cli.workspace.ExitCode;
import dev.flowgate.cli.workspace.FailureReport;
import dev.flowgate.cli.workspace.Workspace;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code supervisor run} as {@link SupervisorProcess} writes it, run without the command line's library: that process lives
 * for days, and what reads its four words would stay in its memory. Other ways to write it go through the other verbs.
 */
public final class SupervisorLaunch {
    /** The words that make FlowGate watch its services; the configuration comes before them. */
    static final List<String> VERB = List.of("supervisor", "run");

    private static final int WORDS = 4;

    private SupervisorLaunch() {}

    /** Returns the configuration that such a command line names; null when it is another one. */
    public static @Nullable Path config(String... args) {
        return args.length == WORDS && args[0].equals("--config") && VERB.equals(List.of(args[2], args[3]))
                ? Path.of(args[1])
                : null;
    }

    /** Watches the services of a configuration until the thread is interrupted; returns the exit code. */
    public static int run(Terminal terminal, Path config) {
        Workspace workspace = Workspace.at(config, terminal);
        try {
            new SupervisorRun(workspace).run();
            return ExitCode.DONE;
        } catch (Exception failure) {
            return FailureReport.tell(failure, workspace);
        }
    }
}
