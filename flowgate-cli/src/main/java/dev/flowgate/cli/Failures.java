package dev.flowgate.cli;

import dev.flowgate.FlowGateException;
import dev.flowgate.config.ConfigException;
import dev.flowgate.config.ConfigProblem;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns failures into what a person can act on, and into exit codes. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
    // What picocli says of a command line that ends before its verb; it has no type for that.
    private static final String MISSING_VERB = "Missing required subcommand";

    private final FlowGateCommand options;
    private final Workspace workspace;

    Failures(FlowGateCommand options, Workspace workspace) {
        this.options = options;
        this.workspace = workspace;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] args) {
        CommandLine commandLine = failure.getCommandLine();
        PrintWriter err = commandLine.getErr();
        String name = commandLine.getCommandSpec().qualifiedName();
        if (MISSING_VERB.equals(failure.getMessage())) {
            workspace
                    .output()
                    .error(name + " needs a verb: "
                            + String.join(", ", commandLine.getSubcommands().keySet()) + ".");
        } else if (failure instanceof UnmatchedArgumentException unmatched) {
            workspace.output().error(name + " does not know '" + String.join(" ", unmatched.getUnmatched()) + "'.");
        } else {
            workspace.output().error(sentence(failure));
        }
        if (!UnmatchedArgumentException.printSuggestions(failure, err)) {
            err.println("See: " + name + " --help");
        }
        err.flush();
        return ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine commandLine, ParseResult parsed) {
        Output output = workspace.output();
        if (options.debug) {
            failure.printStackTrace(commandLine.getErr());
        }
        if (failure instanceof ConfigException configuration) {
            report(configuration, output);
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
        String hint = options.debug ? "" : System.lineSeparator() + "Run the same command with --debug to see where.";
        if (failure instanceof UncheckedIOException inputOrOutput) {
            output.error(inputOrOutput.getMessage() + hint);
        } else {
            output.error("FlowGate itself failed: " + failure + hint);
        }
        return ExitCode.FAILED;
    }

    static void report(ConfigException failure, Output output) {
        for (ConfigProblem problem : failure.problems()) {
            if (problem.severity() == ConfigProblem.Severity.ERROR) {
                output.error(problem.describe());
            } else {
                output.warning(problem.describe());
            }
        }
    }

    private static String sentence(ParameterException failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? "The command line cannot be understood." : message;
    }
}
