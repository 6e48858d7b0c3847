package dev.flowgate.cli;

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
final class Workspace {
    private static final Set<StandardOpenOption> APPENDED =
            EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    private static final String LOG_FILE = "org.slf4j.simpleLogger.logFile";

    private final FlowGateCommand options;
    private final Terminal terminal;
    private final Interruption interruption = new Interruption();
    private @Nullable FlowGateConfig config;

    Workspace(FlowGateCommand options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    Terminal terminal() {
        return terminal;
    }

    Output output() {
        OutputFormat chosen = options.format;
        OutputFormat format =
                chosen == null ? (terminal.outIsTerminal() ? OutputFormat.TEXT : OutputFormat.KV) : chosen;
        return new Output(
                terminal.out(), terminal.err(), format, options.quiet, terminal.outStyle(), terminal.errStyle());
    }

    Path configFile() {
        return options.config;
    }

    boolean hasConfigFile() {
        return Files.exists(options.config);
    }

    /** Returns the configuration; its warnings are told once. */
    FlowGateConfig config() {
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

    EventLog events() {
        return EventLog.at(config().paths().eventLog());
    }

    ProfileActivator profiles() {
        return new ProfileActivator(Clock.systemUTC(), events());
    }

    ServiceSupervisor supervisor() {
        return ServiceSupervisor.builder(config().paths().runtimeDirectory())
                .events(events())
                .urgent(interruption::isUrgent)
                .build();
    }

    /** Returns what signals ask of the verb. */
    Interruption interruption() {
        return interruption;
    }

    /** Returns the command as the user types it, for hints: with the configuration, when it is not the default one. */
    String command() {
        String program = System.getProperty("flowgate.command", "flowgate");
        if (options.config.equals(FlowGateCommand.DEFAULT_CONFIG)) {
            return program;
        }
        String file = options.config.toString();
        boolean plain = file.chars().allMatch(c -> Character.isLetterOrDigit(c) || "/._-".indexOf(c) >= 0);
        return program + " --config " + (plain ? file : "'" + file.replace("'", "'\\''") + "'");
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
