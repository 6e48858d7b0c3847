package dev.flowgate.cli;

import dev.flowgate.cli.output.StandardOutput;
import dev.flowgate.cli.output.Terminal;
import dev.flowgate.cli.service.SupervisorLaunch;
import dev.flowgate.cli.workspace.ExitCode;
import dev.flowgate.cli.workspace.FlowGateCommand;
import dev.flowgate.cli.workspace.Workspace;
import dev.flowgate.gateway.Gateway;
import java.io.BufferedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import picocli.CommandLine;

/** Starts the command line. */
public final class Main {
    private Main() {}

    /**
     * Runs a verb and ends the process with its exit code: 0 done, 1 failed or unhealthy, 2 usage or configuration
     * error, 130 interrupted.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        // picocli would look for Groovy closures; there are none.
        System.setProperty("picocli.disable.closures", "true");
        if (Verbs.startsEngine(args)) {
            // It loads while the command line and the configuration are read.
            Gateway.prepare();
        }
        StandardOutput standardOutput = new StandardOutput();
        PrintStream out = new PrintStream(new BufferedOutputStream(standardOutput), false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        int exitCode = run(out, err, args);
        // A result that could not be written, as on a full disk, is a failure.
        boolean written = !out.checkError();
        String problem = standardOutput.problem();
        if (problem != null) {
            err.println("error: " + problem);
        }
        System.exit(written || exitCode != ExitCode.DONE ? exitCode : ExitCode.FAILED);
    }

    static int run(PrintStream out, PrintStream err, String... args) {
        Terminal terminal = Terminal.of(out, err);
        Path watched = SupervisorLaunch.config(args);
        return watched == null ? commandLine(terminal, args) : SupervisorLaunch.run(terminal, watched);
    }

    private static int commandLine(Terminal terminal, String... args) {
        FlowGateCommand options = new FlowGateCommand();
        Workspace workspace = new Workspace(options, terminal);
        CommandLine commandLine = Verbs.commandLine(options, workspace, args);
        commandLine.setOut(terminal.outWriter());
        commandLine.setErr(terminal.errWriter());
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setColorScheme(CommandLine.Help.defaultColorScheme(
                terminal.outStyle().colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        Failures failures = new Failures(workspace);
        commandLine.setParameterExceptionHandler(failures);
        commandLine.setExecutionExceptionHandler(failures);
        return commandLine.execute(args);
    }
}
