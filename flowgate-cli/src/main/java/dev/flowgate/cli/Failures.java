package dev.flowgate.cli;

import dev.flowgate.cli.auth.AuthVerbs;
import dev.flowgate.cli.workspace.ExitCode;
import dev.flowgate.cli.workspace.FailureReport;
import dev.flowgate.cli.workspace.Workspace;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells the failures of a command line by {@link FailureReport}, and its own mistakes itself. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
    // What picocli says of a command line that ends before its verb; it has no type for that.
    private static final String MISSING_VERB = "Missing required subcommand";
    private static final String OWN_PREFIX = "Error: ";

    private final Workspace workspace;

    Failures(Workspace workspace) {
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
            workspace.output().error(name + notKnown(commandLine.getCommand(), unmatched.getUnmatched()));
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
        if (workspace.debug()) {
            failure.printStackTrace(commandLine.getErr());
        }
        return FailureReport.tell(failure, workspace);
    }

    private static String notKnown(Object verb, List<String> words) {
        if (!AuthVerbs.mayPrecedeSecret(verb)) {
            return " does not know '" + String.join(" ", words) + "'.";
        }
        return words.get(0).startsWith("-")
                ? " does not know '" + words.get(0).replaceFirst("=.*", "") + "'."
                : " takes one provider, and neither a key nor an address, because every user of the machine can read"
                        + " a command line. Type it when it is asked for, or pipe it into stdin.";
    }

    private static String sentence(ParameterException failure) {
        String message = failure.getMessage();
        if (message == null || message.isBlank()) {
            return "The command line cannot be understood.";
        }
        // Of options that exclude each other picocli says that by itself.
        return message.startsWith(OWN_PREFIX) ? message.substring(OWN_PREFIX.length()) : message;
    }
}
