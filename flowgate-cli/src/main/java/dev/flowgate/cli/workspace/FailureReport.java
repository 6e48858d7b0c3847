package dev.flowgate.cli.workspace;

import dev.flowgate.FlowGateException;
import dev.flowgate.cli.output.Output;
import dev.flowgate.cli.output.OutputClosedException;
import dev.flowgate.config.ConfigException;
import dev.flowgate.config.ConfigProblem;
import java.io.UncheckedIOException;

/** Turns failures into what a person can act on, and into exit codes. */
public final class FailureReport {
    private FailureReport() {}

    /** Tells why a verb failed; returns the exit code. Where it failed is for the caller to tell, if that was asked for. */
    public static int tell(Exception failure, Workspace workspace) {
        Output output = workspace.output();
        if (failure instanceof ConfigException configuration) {
            problems(configuration, output);
            return ExitCode.USAGE;
        }
        if (failure instanceof OutputClosedException) {
            return ExitCode.FAILED;
        }
        if (failure instanceof InterruptedException) {
            return workspace.interruption().exitCode();
        }
        if (failure instanceof FlowGateException known) {
            output.error(known.getMessage());
            return failure instanceof UsageException ? ExitCode.USAGE : ExitCode.FAILED;
        }
        String hint =
                workspace.debug() ? "" : System.lineSeparator() + "Run the same command with --debug to see where.";
        if (failure instanceof UncheckedIOException inputOrOutput) {
            output.error(inputOrOutput.getMessage() + hint);
        } else {
            output.error("FlowGate itself failed: " + failure + hint);
        }
        return ExitCode.FAILED;
    }

    private static void problems(ConfigException failure, Output output) {
        for (ConfigProblem problem : failure.problems()) {
            if (problem.severity() == ConfigProblem.Severity.ERROR) {
                output.error(problem.describe());
            } else {
                output.warning(problem.describe());
            }
        }
    }
}
