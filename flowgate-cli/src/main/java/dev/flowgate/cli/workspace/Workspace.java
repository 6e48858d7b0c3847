package dev.flowgate.cli.workspace;

import dev.flowgate.cli.output.Output;
import dev.flowgate.cli.output.OutputFormat;
import dev.flowgate.cli.output.Terminal;
import dev.flowgate.config.ConfigProblem;
import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.event.EventLog;
import dev.flowgate.file.FilePermissions;
import dev.flowgate.process.ServiceSupervisor;
import dev.flowgate.profile.ProfileActivator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a verb works on: the configuration the command line names, and what belongs to it. Loaded on first use. */
public final class Workspace {
    private static final Set<StandardOpenOption> APPENDED =
            EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    private static final String LOG_FILE = "org.slf4j.simpleLogger.logFile";

    private final FlowGateCommand options;
    private final Terminal terminal;
    private final Interruption interruption = new Interruption();
    private @Nullable FlowGateConfig config;

    /** Makes the workspace of a command line. */
    public Workspace(FlowGateCommand options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    /** Returns a configuration's workspace for a program that has no other options. */
    public static Workspace at(Path config, Terminal terminal) {
        FlowGateCommand options = new FlowGateCommand();
        options.config = config;
        return new Workspace(options, terminal);
    }

    /** Returns the streams of the command. */
    public Terminal terminal() {
        return terminal;
    }

    /** Returns where the verb writes, and in which format. */
    public Output output() {
        OutputFormat chosen = options.format;
        OutputFormat format =
                chosen == null ? (terminal.outIsTerminal() ? OutputFormat.TEXT : OutputFormat.KV) : chosen;
        return new Output(terminal, format, options.quiet);
    }

    /** Whether to show where an error comes from. */
    public boolean debug() {
        return options.debug;
    }

    /** Returns the configuration file that the command line names, or the default one. */
    public Path configFile() {
        return options.config;
    }

    /** Whether the configuration file is the {@code config/flowgate.yaml} of some folder. */
    public boolean hasUsualConfigFile() {
        return options.config.toAbsolutePath().endsWith(FlowGateCommand.DEFAULT_CONFIG);
    }

    /** Whether the configuration file is there. */
    public boolean hasConfigFile() {
        return Files.exists(options.config);
    }

    /** Returns the configuration; its warnings are told once. */
    public FlowGateConfig config() {
        FlowGateConfig loaded = config;
        if (loaded == null) {
            loaded = FlowGateConfig.load(options.config);
            config = loaded;
            logInto(loaded.paths().logFile());
            if (!options.quiet) {
                loaded.warnings().stream().map(ConfigProblem::describe).forEach(output()::warning);
            }
        }
        return loaded;
    }

    /** Takes another configuration in place of the file's. */
    public void use(FlowGateConfig other) {
        config = other;
    }

    /** Returns the log of what happens. */
    public EventLog events() {
        return EventLog.at(config().paths().eventLog());
    }

    /** Returns what makes profiles the active ones. */
    public ProfileActivator profiles() {
        return new ProfileActivator(Clock.systemUTC(), events());
    }

    /** Returns what starts and stops services; a second signal ends its patience. */
    public ServiceSupervisor supervisor() {
        return ServiceSupervisor.builder(config().paths().runtimeDirectory())
                .events(events())
                .urgent(interruption::isUrgent)
                .build();
    }

    /** Returns what signals ask of the verb. */
    public Interruption interruption() {
        return interruption;
    }

    /** Returns the command as the user types it, for hints: with the configuration, when it is not the default one. */
    public String command() {
        String program = System.getProperty("flowgate.command", "flowgate");
        if (options.config.equals(FlowGateCommand.DEFAULT_CONFIG)) {
            return program;
        }
        return program + " --config " + ShellWord.of(options.config);
    }

    /**
     * The libraries' own log goes to the configured file, so that it cannot get between the lines of a result. Where that
     * cannot be written, as on a read-only disk, it stays on stderr: looking must work everywhere.
     */
    private static void logInto(Path file) {
        Path folder = file.getParent();
        if (folder == null || System.getProperty(LOG_FILE) != null) {
            return;
        }
        try {
            FilePermissions.createPrivateFolder(folder);
            // The logger itself would leave it to the umask who may read it.
            Files.newByteChannel(file, APPENDED, FilePermissions.ownerOnlyFile(file))
                    .close();
        } catch (IOException notWritable) {
            return;
        }
        System.setProperty(LOG_FILE, file.toString());
    }
}
