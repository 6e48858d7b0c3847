package dev.flowgate.cli.smoke;

import dev.flowgate.cli.output.Output;
import dev.flowgate.cli.output.OutputFormat;
import dev.flowgate.cli.workspace.ExitCode;
import dev.flowgate.cli.workspace.UsageException;
import dev.flowgate.cli.workspace.Workspace;
import dev.flowgate.config.FlowGateConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code smoke}: whether everything works together on this machine. Leaves things as it has found them. */
@Command(
        name = "smoke",
        description = {
            "Check that everything works together: set the profile, start what does not run, ask for the models and",
            "for one answer, and stop again what was started. The answer may cost what one short question costs."
        })
public final class SmokeCommand implements Callable<Integer> {
    private static final int LONGEST_STARTUP_SECONDS = 3600;

    private final Workspace workspace;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "Use this profile meanwhile; default: the active one.")
    @Nullable String profile;

    @Option(
            names = "--startup-timeout",
            paramLabel = "SECONDS",
            description = "How long each service may take to become ready; default: as configured.")
    @Nullable Integer startupTimeout;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "Ask this model; default: the first that the router offers.")
    @Nullable String model;

    /** Makes the verb. */
    public SmokeCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() throws InterruptedException {
        FlowGateConfig config = workspace.config();
        if (profile != null) {
            // A name that does not exist is a mistake on the command line, and nothing is begun with it.
            config.document(profile);
        }
        if (startupTimeout != null && (startupTimeout < 1 || startupTimeout > LONGEST_STARTUP_SECONDS)) {
            throw new UsageException("--startup-timeout has to be 1 to " + LONGEST_STARTUP_SECONDS + " seconds, not "
                    + startupTimeout + ".");
        }
        Duration patience = startupTimeout == null ? null : Duration.ofSeconds(startupTimeout);
        Output output = workspace.output();
        List<SmokeStep> steps = new ArrayList<>();
        try {
            new Smoke(workspace, new SmokeChoice(profile, patience, model), step -> {
                        steps.add(step);
                        if (output.format() != OutputFormat.JSON) {
                            output.print(step);
                        }
                    })
                    .run();
        } finally {
            if (output.format() == OutputFormat.JSON) {
                output.print(new SmokeReport(steps));
            }
        }
        return new SmokeReport(steps).isGood() ? ExitCode.DONE : ExitCode.FAILED;
    }
}
