package dev.flowgate.cli;

import dev.flowgate.cli.auth.AuthVerbs;
import dev.flowgate.cli.bootstrap.BootstrapVerbs;
import dev.flowgate.cli.config.ConfigVerbs;
import dev.flowgate.cli.config.InitCommand;
import dev.flowgate.cli.doctor.DoctorCommand;
import dev.flowgate.cli.engine.EngineCheckCommand;
import dev.flowgate.cli.gateway.GatewayRunCommand;
import dev.flowgate.cli.log.EventsCommand;
import dev.flowgate.cli.log.ServiceLogsCommand;
import dev.flowgate.cli.profile.ProfileVerbs;
import dev.flowgate.cli.route.RouteExplainCommand;
import dev.flowgate.cli.service.DownCommand;
import dev.flowgate.cli.service.HealthCommand;
import dev.flowgate.cli.service.ServiceVerbs;
import dev.flowgate.cli.service.StatusCommand;
import dev.flowgate.cli.service.UpCommand;
import dev.flowgate.cli.smoke.SmokeCommand;
import dev.flowgate.cli.workspace.FlowGateCommand;
import dev.flowgate.cli.workspace.VerbGroup;
import dev.flowgate.cli.workspace.Workspace;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** The verbs there are, in the order of the help. */
final class Verbs {
    private final Map<String, Supplier<Object>> verbs = new LinkedHashMap<>();

    private Verbs(Workspace workspace) {
        verbs.put("init", () -> new InitCommand(workspace));
        verbs.put("up", () -> new UpCommand(workspace));
        verbs.put("down", () -> new DownCommand(workspace));
        verbs.put("status", () -> new StatusCommand(workspace));
        verbs.put("health", () -> new HealthCommand(workspace));
        verbs.put("doctor", () -> new DoctorCommand(workspace));
        verbs.put("smoke", () -> new SmokeCommand(workspace));
        verbs.put("profile", () -> ProfileVerbs.group(workspace));
        verbs.put("service", () -> ServiceVerbs.group(workspace, new ServiceLogsCommand(workspace)));
        verbs.put("config", () -> ConfigVerbs.group(workspace));
        verbs.put(
                "route",
                () -> VerbGroup.of(
                        "route", "Explain how a request would be routed.", new RouteExplainCommand(workspace)));
        verbs.put("auth", () -> AuthVerbs.group(workspace));
        verbs.put("bootstrap", () -> BootstrapVerbs.group(workspace));
        verbs.put("events", () -> new EventsCommand(workspace));
        verbs.put(
                "engine",
                () -> VerbGroup.of(
                        "engine",
                        "Compare the embedded engine with a real LiteLLM.",
                        new EngineCheckCommand(workspace)));
        verbs.put(
                "gateway", () -> VerbGroup.of("gateway", "Run the embedded engine.", new GatewayRunCommand(workspace)));
        verbs.put("supervisor", () -> ServiceVerbs.supervisor(workspace));
        verbs.put("completion", () -> new CompletionCommand(workspace));
    }

    /**
     * Builds the command line. When the first word is a verb, only that verb is built: the model of all the others costs
     * more time than most verbs take.
     */
    static CommandLine commandLine(FlowGateCommand options, Workspace workspace, String... args) {
        Verbs all = new Verbs(workspace);
        CommandLine commandLine = new CommandLine(options);
        String verb = firstWord(args);
        boolean onlyOne = verb != null && all.verbs.containsKey(verb) && !verb.equals("completion");
        all.verbs.forEach((name, create) -> {
            if (!onlyOne || name.equals(verb)) {
                commandLine.addSubcommand(name, create.get());
            }
        });
        return commandLine;
    }

    /** Whether the command line is one that will need the engine. */
    static boolean startsEngine(String... args) {
        return "gateway".equals(firstWord(args));
    }

    /** Returns the first word that is no option; null when there is none, or when help may be asked for before it. */
    private static @Nullable String firstWord(String... args) {
        for (int i = 0; i < args.length; i++) {
            if (FlowGateCommand.takesValue(args[i])) {
                i++;
                continue;
            }
            switch (args[i]) {
                case "-q", "--quiet", "--debug" -> {
                    // These take no value.
                }
                default -> {
                    if (!args[i].startsWith("--config=") && !args[i].startsWith("--format=")) {
                        return args[i].startsWith("-") ? null : args[i];
                    }
                }
            }
        }
        return null;
    }
}
