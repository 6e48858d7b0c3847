package dev.flowgate.process.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes one environment from the lock, and tries it. */
final class EnvironmentMaker {
    private static final Duration CREATION = Duration.ofMinutes(3);
    private static final Duration DOWNLOAD = Duration.ofHours(1);
    private static final Duration TRIAL = Duration.ofMinutes(3);
    private static final Duration FLUSH = Duration.ofMinutes(1);
    private static final Path SYNC = Path.of("/bin/sync");
    private static final String SERVES = "import litellm.proxy.proxy_server";

    private final LiteLlmLock lock;
    private final Map<String, String> environment;
    private final PackageTool tool;
    private final @Nullable WheelSource wheels;
    private final boolean offline;
    private final InstallProgress.Listener listener;

    /**
     * Creates a maker.
     *
     * @param lock the packages
     * @param environment what the tool and Python get
     * @param tool makes and fills the environment
     * @param wheels where all packages are; null for the index
     * @param offline whether no network is to be used
     * @param listener is told how far it has come
     */
    EnvironmentMaker(
            LiteLlmLock lock,
            Map<String, String> environment,
            PackageTool tool,
            @Nullable WheelSource wheels,
            boolean offline,
            InstallProgress.Listener listener) {
        this.lock = lock;
        this.environment = environment;
        this.tool = tool;
        this.wheels = wheels;
        this.offline = offline;
        this.listener = listener;
    }

    void make(PythonEnvironment made, PythonInterpreter interpreter) throws IOException, InterruptedException {
        tell(InstallProgress.Phase.CREATING_ENVIRONMENT, "Python " + interpreter.version());
        Files.writeString(made.lock(), lock.text());
        create(made, interpreter);
        install(made, interpreter);
        made.writeRunner();
        tell(InstallProgress.Phase.VALIDATING, "LiteLLM " + LiteLlmReleases.VERSION);
        tryOut(made);
        flush();
    }

    /**
     * Has the system write its files to disk, for the record that is written next must not outlive them when power is lost.
     * One command for all, because to force some fifteen thousand files one by one takes minutes.
     */
    private void flush() throws InterruptedException {
        if (Files.isExecutable(SYNC)) {
            run(List.of(SYNC.toString()), Map.of(), FLUSH, line -> {});
        }
    }

    private void create(PythonEnvironment made, PythonInterpreter interpreter)
            throws IOException, InterruptedException {
        BoundedCommand.Outcome outcome = run(tool.create(interpreter, made.venv()), environment, CREATION, line -> {});
        if (!outcome.succeeded() && said(outcome, "ensurepip is not available")) {
            throw new InstallException(interpreter.withoutVenv() + ".");
        }
        if (!outcome.succeeded()) {
            throw failure(made, outcome, CREATION);
        }
    }

    private void install(PythonEnvironment made, PythonInterpreter interpreter)
            throws IOException, InterruptedException {
        Path unpacked = made.folder().resolve("wheels");
        Path folder = wheels == null ? null : wheels.folder(interpreter, environment, unpacked);
        PackageProgress progress = new PackageProgress(lock.packages(), listener);
        tell(InstallProgress.Phase.INSTALLING_PACKAGES, "starting " + tool.name());
        BoundedCommand.Outcome outcome =
                run(tool.install(made.python(), made.lock(), folder, offline), environment, DOWNLOAD, progress::line);
        if (!outcome.succeeded()) {
            throw failure(made, outcome, DOWNLOAD);
        }
        InstallStorage.remove(unpacked);
    }

    private void tryOut(PythonEnvironment made) throws InterruptedException {
        Map<String, String> trial = new LinkedHashMap<>();
        environment.forEach((name, value) -> {
            if (!name.startsWith("PIP_") && !name.startsWith("UV_")) {
                trial.put(name, value);
            }
        });
        // Else it fetches prices from the network, and reads the .env files of all folders above it.
        trial.put("LITELLM_LOCAL_MODEL_COST_MAP", "True");
        trial.put("LITELLM_MODE", "PRODUCTION");
        BoundedCommand.Outcome version = run(List.of(made.runner().toString(), "--version"), trial, TRIAL, line -> {});
        if (!version.succeeded() || !said(version, LiteLlmReleases.VERSION)) {
            throw notWorking(made, version);
        }
        BoundedCommand.Outcome serves =
                run(List.of(made.python().toString(), "-I", "-c", SERVES), trial, TRIAL, line -> {});
        if (!serves.succeeded()) {
            throw notWorking(made, serves);
        }
    }

    private static InstallException notWorking(PythonEnvironment made, BoundedCommand.Outcome outcome) {
        String reason = outcome.ended()
                ? outcome.lines().stream()
                        .filter(line -> !line.isBlank())
                        .reduce((before, after) -> after)
                        .map(line -> PackageFailure.withoutSecrets(line.strip()))
                        .orElse("it ended with status " + outcome.exitValue())
                : "it does not answer within " + TRIAL.toMinutes() + " minutes";
        return new InstallException("LiteLLM was installed into " + made.venv() + " and does not run: " + reason
                + ". It was removed, and nothing else has changed. Try another Python"
                + " (bootstrap.litellm.python).");
    }

    private InstallException failure(PythonEnvironment made, BoundedCommand.Outcome outcome, Duration limit) {
        if (!outcome.ended()) {
            return new InstallException(tool.name() + " has not ended within " + limit.toMinutes()
                    + " minutes, and was ended. Nothing else has changed. Try again:"
                    + " what it has fetched it need not fetch again.");
        }
        return PackageFailure.of(tool.name(), made.folder().toString(), outcome.lines(), wheels != null || offline);
    }

    private static BoundedCommand.Outcome run(
            List<String> command, Map<String, String> environment, Duration limit, Consumer<String> lines)
            throws InterruptedException {
        try {
            return new BoundedCommand(command, environment, limit).run(lines);
        } catch (IOException notRunnable) {
            throw new InstallException(
                    command.get(0) + " cannot be run (" + notRunnable.getMessage()
                            + "). Nothing else has changed. Repair it, or take it off the PATH.",
                    notRunnable);
        }
    }

    private static boolean said(BoundedCommand.Outcome outcome, String text) {
        return outcome.lines().stream().anyMatch(line -> line.contains(text));
    }

    private void tell(InstallProgress.Phase phase, String subject) {
        OptionalLong total = phase == InstallProgress.Phase.INSTALLING_PACKAGES
                ? OptionalLong.of(lock.packages())
                : OptionalLong.empty();
        listener.progress(new InstallProgress(phase, subject, 0, total));
    }
}
