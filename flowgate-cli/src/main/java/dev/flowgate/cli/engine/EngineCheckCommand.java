package dev.flowgate.cli.engine;

import dev.flowgate.FlowGateException;
import dev.flowgate.cli.output.Output;
import dev.flowgate.cli.service.SlowProgress;
import dev.flowgate.cli.workspace.ExitCode;
import dev.flowgate.cli.workspace.Interruption;
import dev.flowgate.cli.workspace.UsageException;
import dev.flowgate.cli.workspace.Workspace;
import dev.flowgate.config.CommandConfig;
import dev.flowgate.config.FlowGateConfig;
import dev.flowgate.config.ServiceConfig;
import dev.flowgate.process.ServiceProgress;
import dev.flowgate.process.ServiceStatus;
import dev.flowgate.process.ServiceSupervisor;
import dev.flowgate.profile.ProfileActivator;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code engine check}: where the embedded engine and a real LiteLLM answer differently. */
@Command(
        name = "check",
        description = {
            "Send the same requests to the embedded engine and to a real LiteLLM, and show where they answer",
            "differently. Both run beside what runs already, in front of scripted upstreams: no model is called."
        })
public final class EngineCheckCommand implements Callable<Integer> {
    private static final Set<String> OWN_OPTIONS = Set.of("--config", "-c", "--host", "--port");

    private final Workspace workspace;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "Check this profile's models and routing; default: the active one.")
    @Nullable String profile;

    @Option(
            names = "--litellm",
            paramLabel = "PROGRAM",
            description = "The real LiteLLM; default: the one that services.litellm runs, else the installed one.")
    @Nullable Path litellm;

    @Option(
            names = "--only",
            paramLabel = "CASE",
            split = ",",
            description = "Send only these of the requests, as the result names them.")
    List<String> only = new ArrayList<>();

    @Option(
            names = "--all",
            description =
                    "Show also requests that are answered the same, what is known to differ, and what no longer does.")
    boolean all;

    /** Makes the verb for a workspace. */
    public EngineCheckCommand(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        FlowGateConfig config = workspace.config();
        String chosen = profile == null ? ProfileActivator.currentOrDefault(config) : profile;
        List<String> command = command(config);
        Path folder = Files.createTempDirectory("flowgate-engine-check-");
        try (Interruption.Scope interruptible = workspace
                .interruption()
                .ofCurrentThread(() -> workspace.output().hint("Interrupted: stopping the temporary LiteLLM."))) {
            EngineCheckResult result = new EngineCheck(
                            command, folder, workspace.interruption()::isUrgent, new Told(workspace.output()))
                    .run(config.document(chosen), System::getenv, new LinkedHashSet<>(only));
            workspace.output().print(new EngineCheckReport(result, all));
            return result.outcomes().stream().anyMatch(outcome -> outcome.verdict() == CheckOutcome.Verdict.DIFFERS)
                    ? ExitCode.FAILED
                    : ExitCode.DONE;
        } finally {
            end(folder);
        }
    }

    /** Keeps the folder of what could not be stopped: the guard that ends it with this JVM works there. */
    private void end(Path folder) throws IOException {
        ServiceSupervisor supervisor = ServiceSupervisor.in(folder);
        if (supervisor.known().stream().anyMatch(name -> supervisor.status(name) instanceof ServiceStatus.Running)) {
            workspace
                    .output()
                    .warning("A temporary LiteLLM ends only now, with this command; its folder stays: " + folder);
        } else {
            delete(folder);
        }
    }

    private List<String> command(FlowGateConfig config) {
        if (litellm != null) {
            Path program = litellm.toAbsolutePath();
            if (!Files.isExecutable(program)) {
                throw new UsageException("--litellm " + litellm + " is no program that can be executed.");
            }
            return List.of(program.toString());
        }
        ServiceConfig router = config.services().get(ServiceConfig.LITELLM);
        CommandConfig configured = router == null ? null : router.command();
        if (configured != null) {
            return configured(configured);
        }
        Path installed = config.paths().binaryDirectory().resolve("litellm");
        if (!Files.isExecutable(installed)) {
            throw notInstalled(installed.toString());
        }
        return List.of(installed.toString());
    }

    /** Keeps what comes before LiteLLM's own options: it may be run by another program, such as Python. */
    private List<String> configured(CommandConfig command) {
        List<String> words = new ArrayList<>(
                command.args().stream().takeWhile(word -> !isOwnOption(word)).toList());
        String program = words.get(0);
        if (program.indexOf(File.separatorChar) >= 0) {
            Path folder = command.workingDirectory() == null ? Path.of("") : command.workingDirectory();
            Path file = folder.toAbsolutePath().resolve(program);
            if (!Files.isExecutable(file)) {
                throw notInstalled(file.toString());
            }
            words.set(0, file.toString());
        }
        return words;
    }

    private static boolean isOwnOption(String word) {
        return OWN_OPTIONS.contains(word.replaceFirst("=.*", ""));
    }

    private FlowGateException notInstalled(String program) {
        return new FlowGateException(
                "There is no LiteLLM to compare with: " + program + " cannot be executed. Install it: "
                        + workspace.command() + " bootstrap download litellm, or name one with --litellm PROGRAM.");
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static final class Told implements EngineCheck.Listener {
        private final Output output;
        private SlowProgress slow;

        Told(Output output) {
            this.output = output;
            this.slow = new SlowProgress("starting", output);
        }

        @Override
        public void begins(String what) {
            output.progress(what);
            slow = new SlowProgress(what, output);
        }

        @Override
        public void progress(ServiceProgress progress) {
            slow.progress(progress);
        }
    }
}
