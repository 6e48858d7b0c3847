package dev.flowgate.cli.workspace;

import dev.flowgate.cli.output.OutputFormat;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command itself: the options that every verb has. */
@Command(
        name = "flowgate",
        description =
                "Runs a local LLM router: one address for your clients, one configuration, your choice of engines.",
        versionProvider = Version.class,
        synopsisSubcommandLabel = "VERB",
        commandListHeading = "%nVerbs:%n",
        optionListHeading = "%nOptions:%n",
        footer = {"", "Start with the verb: up"})
public final class FlowGateCommand {
    static final Path DEFAULT_CONFIG = Path.of("config", "flowgate.yaml");

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "The configuration; default: config/flowgate.yaml.")
    Path config = DEFAULT_CONFIG;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            scope = ScopeType.INHERIT,
            description = "text, kv or json; default: text on a terminal, kv otherwise.")
    @Nullable OutputFormat format;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "Say nothing but results, warnings and errors.")
    boolean quiet;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show where an error comes from.")
    boolean debug;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    boolean version;

    /** Whether a word is an option whose value is the next word. */
    public static boolean takesValue(String word) {
        return word.equals("-c") || word.equals("--config") || word.equals("--format");
    }
}
