package dev.flowgate.process.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.flowgate.process.install.InstallProgress.Phase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Installs with programs that behave like Python, pip and uv: no network, and no Python, is needed. */
@Timeout(60)
class PythonRuntimeIT {
    @TempDir
    private Path folder;

    private Path runtime;
    private FakePython fake;
    private final List<InstallProgress> progress = new ArrayList<>();

    @BeforeEach
    void places() throws IOException {
        // A blank and an apostrophe are allowed in the names of folders.
        runtime = folder.resolve("it's a folder");
        fake = new FakePython(folder.resolve("fake programs"));
    }

    @Test
    void installsWhatRunsByItsLinkWithoutAnyPath() throws Exception {
        fake.python("python3");

        Installation installation = runtime().install();

        assertThat(installation)
                .isEqualTo(new Installation("1.75.8", runtime.resolve("bin/litellm"), Installation.Change.INSTALLED));
        ProcessBuilder builder = new ProcessBuilder(installation.executable().toString(), "--port", "a b");
        builder.environment().clear();
        builder.environment().put("SOME_KEY", "passed on");
        builder.environment().put("PYTHONPATH", "/elsewhere");
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(7);
        assertThat(said).contains("arguments: --port a b").contains("key: passed on, path: unset");
        assertThat(Files.readSymbolicLink(installation.executable())).isRelative();
    }

    @Test
    void leavesAloneWhatIsInPlace() throws Exception {
        fake.python("python3");
        runtime().install();
        List<String> calls = fake.calls();
        progress.clear();

        Installation again = runtime().install();

        assertThat(again.change()).isEqualTo(Installation.Change.UNCHANGED);
        assertThat(runtime().installed()).contains(again);
        assertThat(fake.calls()).isEqualTo(calls);
        assertThat(progress).isEmpty();
    }

    @Test
    void tellsHowFarItHasCome() throws Exception {
        fake.python("python3");

        runtime().install();

        assertThat(progress)
                .extracting(InstallProgress::phase)
                .containsSubsequence(
                        Phase.RESOLVING,
                        Phase.CREATING_ENVIRONMENT,
                        Phase.INSTALLING_PACKAGES,
                        Phase.VALIDATING,
                        Phase.ACTIVATING);
        // One package of the lock is not for this Python.
        long packages = LiteLlmLock.bundled().packages() - 1L;
        assertThat(progress)
                .filteredOn(each -> each.subject().equals("litellm") && each.phase() == Phase.INSTALLING_PACKAGES)
                .extracting(InstallProgress::done, each -> each.total().orElse(0))
                .containsExactly(tuple(2L, packages));
    }

    @Test
    void givesPipTheIndexButNeitherPythonVariablesNorKeys() throws Exception {
        fake.python("python3");
        Map<String, String> environment = fake.environment(
                "PIP_INDEX_URL", "https://user:secret@mirror.example/simple",
                "PIP_TARGET", "/elsewhere",
                "PYTHONPATH", "/elsewhere",
                "PYTHONHOME", "/elsewhere",
                "HTTPS_PROXY", "http://proxy.example:3128",
                "OPENAI_API_KEY", "sk-secret");

        runtime(environment).install();

        assertThat(Files.readAllLines(fake.state("environment")))
                .contains("PIP_INDEX_URL=https://user:secret@mirror.example/simple", "PIP_USER=0")
                .contains("HTTPS_PROXY=http://proxy.example:3128")
                .noneMatch(line -> line.startsWith("PYTHON") || line.startsWith("PIP_TARGET"))
                .noneMatch(line -> line.contains("sk-secret"));
        assertThat(fake.calls())
                .anyMatch(call -> call.contains("--require-hashes --no-deps --only-binary :all:"))
                .noneMatch(call -> call.contains("secret"));
    }

    @Test
    void takesUvWhenNothingConfiguresPip() throws Exception {
        fake.python("python3");
        fake.with("venv", "no").uv();

        runtime().install();

        assertThat(fake.calls()).anyMatch(call -> call.startsWith("uv pip install"));
        assertThat(progress)
                .anyMatch(each -> each.subject().equals("litellm")
                        && each.done() == 2
                        && each.total().orElse(0) == 2);
    }

    @Test
    void saysThatThereIsNoPython() {
        assertThatThrownBy(() -> runtime().install())
                .isInstanceOf(InstallException.class)
                .hasMessageContaining("there is none on the PATH")
                .hasMessageContaining("apt install python3 python3-venv")
                .hasMessageContaining("bootstrap.litellm.python");
    }

    @Test
    void saysWhichVersionsAreSupported() throws Exception {
        fake.with("version", "3.9.2").python("python3");

        assertThatThrownBy(() -> runtime().install())
                .isInstanceOf(InstallException.class)
                .hasMessageContaining("python3 is Python 3.9.2")
                .hasMessageContaining("3.10, 3.11, 3.12 or 3.13");
    }

    @Test
    void refusesAConfiguredPythonThatDoesNotFit() throws Exception {
        fake.with("threaded", "yes").python("python3");

        assertThatThrownBy(() -> runtimeBuilder(fake.environment())
                        .interpreter("python3")
                        .build()
                        .install())
                .isInstanceOf(InstallException.class)
                .hasMessageContaining("bootstrap.litellm.python is python3, which does not fit")
                .hasMessageContaining("free-threaded Python 3.11.7");
        assertThatThrownBy(() -> runtimeBuilder(fake.environment())
                        .interpreter("python3.12")
                        .build()
                        .install())
                .isInstanceOf(InstallException.class)
                .hasMessageContaining("bootstrap.litellm.python is python3.12, which is not on the PATH");
    }

    @Test
    void saysWhichPackageOfDebianIsMissing() throws Exception {
        fake.with("venv", "no").python("python3");

        assertThatThrownBy(() -> runtime().install())
                .isInstanceOf(InstallException.class)
                .hasMessageContaining("\"apt install python3.11-venv\"");
    }

    @Test
    void leavesNothingWhenThereIsNoNetwork() throws Exception {
        fake.python("python3");
        fake.with("stderr", """
                WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError('<pip.Connection \
                object at 0x7f>: Failed to establish a new connection: [Errno 111] Connection refused')': /simple/aiohttp/
                ERROR: Could not find a version that satisfies the requirement aiohttp==3.12.15 (from versions: none)
                ERROR: No matching distribution found for aiohttp==3.12.15
                """);

        assertThatThrownBy(() -> runtime().install())
                .isInstanceOf(InstallException.class)
                .hasMessageContaining("The package index cannot be reached: Failed to establish a new connection");
        assertThat(runtime.resolve("bin/litellm")).doesNotExist();
        assertThat(versionFolders()).isEmpty();
    }

    @Test
    void keepsWhatIsThereWhenTheNewEnvironmentDoesNotWork() throws Exception {
        fake.python("python3");
        older();
        fake.with("broken", "");

        assertThatThrownBy(() -> runtime().install())
                .isInstanceOf(InstallException.class)
                .hasMessageContaining("ImportError: cannot import name 'x'")
                .hasMessageContaining("nothing else has changed");
        assertThat(active()).isEqualTo("1.70.0-old");
        assertThat(versionFolders()).containsExactly("1.70.0-old");
    }

    @Test
    void refusesAnEnvironmentThatSaysAnotherVersion() throws Exception {
        fake.with("told", "1.82.8").python("python3");

        assertThatThrownBy(() -> runtime().install())
                .isInstanceOf(InstallException.class)
                .hasMessageContaining("does not run: LiteLLM: Current Version = 1.82.8");
    }

    @Test
    void goesBackAndForthWithoutInstallingAnew() throws Exception {
        fake.python("python3");
        older();

        assertThat(runtime().install().change()).isEqualTo(Installation.Change.REPLACED);
        assertThat(runtime().rollBack())
                .contains(new Installation("1.70.0", runtime.resolve("bin/litellm"), Installation.Change.ROLLED_BACK));
        assertThat(active()).isEqualTo("1.70.0-old");
        long pips = pips();
        assertThat(runtime().install().change()).isEqualTo(Installation.Change.REPLACED);
        assertThat(pips()).isEqualTo(pips);
        assertThat(active()).isEqualTo(LiteLlmLock.bundled().id());
    }

    @Test
    void hasNothingToGoBackToAtFirst() throws Exception {
        fake.python("python3");
        runtime().install();

        assertThat(runtime().rollBack()).isEmpty();
        assertThat(runtime().installed()).isPresent();
    }

    @Test
    void makesAnEnvironmentAnewWhosePythonIsGone() throws Exception {
        fake.python("python3");
        runtime().install();
        Files.delete(runtime.resolve("installed/litellm")
                .resolve(LiteLlmLock.bundled().id())
                .resolve("venv/bin/python"));

        assertThat(runtime().installed()).isEmpty();
        assertThat(runtime().install().change()).isEqualTo(Installation.Change.INSTALLED);
        assertThat(runtime().installed()).isPresent();
    }

    @Test
    void makesAnEnvironmentAnewThatWasMoved() throws Exception {
        fake.python("python3");
        runtime().install();
        Path moved = Files.move(runtime, folder.resolve("moved"));

        PythonRuntime there =
                PythonRuntime.builder(moved).environment(fake.environment()).build();
        assertThat(there.installed()).isEmpty();
        assertThat(there.install().change()).isEqualTo(Installation.Change.INSTALLED);
    }

    @Test
    void saysWhichFolderCannotBeWritten() throws Exception {
        fake.python("python3");
        Files.createDirectories(runtime);
        Files.writeString(runtime.resolve("installed"), "in the way");

        assertThatThrownBy(() -> runtime().install())
                .isInstanceOf(InstallException.class)
                .hasMessageContaining(runtime.resolve("installed").toString());
    }

    @Test
    void installsFromAFolderOfWheelsWithoutAskingAnIndex() throws Exception {
        fake.python("python3");
        Path wheels = Files.createDirectory(folder.resolve("wheels"));

        assertThatThrownBy(() -> from(wheels).install()).hasMessageContaining("has no wheels");
        assertThatThrownBy(() -> from(folder.resolve("nothing")).install()).hasMessageContaining("There is no ");
        Files.writeString(wheels.resolve("zipp-3.23.0-py3-none-any.whl"), "");
        from(wheels).install();

        assertThat(fake.calls()).anyMatch(call -> call.endsWith("--no-index --find-links " + wheels));
        assertThat(Files.readAllLines(fake.state("environment")))
                .noneMatch(line -> line.contains("mirror.example"))
                .contains("PIP_CONFIG_FILE=/dev/null");
    }

    @Test
    void installsFromAnArchiveOfWheels() throws Exception {
        fake.python("python3");
        Path archive = Files.writeString(folder.resolve("wheels.zip"), "as the interpreter sees it");

        assertThatThrownBy(() -> from(archive).install())
                .isInstanceOf(InstallException.class)
                .hasMessageContaining("wheels.zip cannot be unpacked: neither a zip nor a tar archive");
        fake.with("unpackable", "");
        from(archive).install();

        Path made = runtime.resolve("installed/litellm")
                .resolve(LiteLlmLock.bundled().id());
        assertThat(fake.calls()).anyMatch(call -> call.endsWith("--no-index --find-links " + made.resolve("wheels")));
        assertThat(made.resolve("wheels")).doesNotExist();
    }

    @Test
    void saysWhatIsMissingWithoutANetwork() throws Exception {
        fake.python("python3");
        fake.with("stderr", "ERROR: No matching distribution found for aiohttp==3.12.15\n");

        assertThatThrownBy(() ->
                        runtimeBuilder(fake.environment()).offline(true).build().install())
                .isInstanceOf(InstallException.class)
                .hasMessageContaining("aiohttp==3.12.15 is not there")
                .hasMessageContaining("--from");
        assertThat(fake.calls()).anyMatch(call -> call.endsWith("--no-index"));
    }

    @Test
    void endsPipWithAllItStartedWhenItIsInterrupted() throws Exception {
        fake.with("hang", "").python("python3");
        List<Throwable> thrown = new ArrayList<>();
        Thread installer = new Thread(() -> {
            try {
                runtime().install();
            } catch (InterruptedException | RuntimeException failed) {
                thrown.add(failed);
            }
        });
        installer.start();
        List<ProcessHandle> processes = FakeProcesses.await(fake.state("pids"));

        long before = System.nanoTime();
        installer.interrupt();
        installer.join(TimeUnit.SECONDS.toMillis(10));

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
        assertThat(thrown).singleElement().isInstanceOf(InterruptedException.class);
        FakeProcesses.awaitEnd(processes);
        assertThat(versionFolders()).isEmpty();
    }

    @Test
    void endsPipWhenTheListenerThrows() throws Exception {
        fake.with("hang", "").python("python3");
        PythonRuntime runtime = runtimeBuilder(fake.environment())
                .listener(each -> {
                    if (each.subject().equals("aiohttp")) {
                        throw new IllegalStateException("enough");
                    }
                })
                .build();

        assertThatThrownBy(runtime::install).isInstanceOf(IllegalStateException.class);
        assertThat(versionFolders()).isEmpty();
    }

    @Test
    void cleansUpAfterAnInstallerThatWasKilled() throws Exception {
        fake.with("hang", "").python("python3");
        Process installer = InstallerProcess.start(runtime, fake.environment());
        List<ProcessHandle> processes;
        try {
            processes = FakeProcesses.await(fake.state("pids"));
            assertThat(versionFolders()).hasSize(1);
        } finally {
            installer.destroyForcibly().waitFor();
        }

        FakeProcesses.awaitEnd(processes);
        fake.without("hang");
        assertThat(runtime().installed()).isEmpty();
        assertThat(runtime().install().change()).isEqualTo(Installation.Change.INSTALLED);
        assertThat(versionFolders()).containsExactly(LiteLlmLock.bundled().id());
    }

    private PythonRuntime runtime() {
        return runtime(fake.environment());
    }

    private PythonRuntime runtime(Map<String, String> environment) {
        return runtimeBuilder(environment).build();
    }

    private PythonRuntime.Builder runtimeBuilder(Map<String, String> environment) {
        return PythonRuntime.builder(runtime).environment(environment).listener(progress::add);
    }

    private PythonRuntime from(Path source) {
        return runtimeBuilder(fake.environment("PIP_INDEX_URL", "https://mirror.example/simple"))
                .from(source)
                .build();
    }

    /** Puts an environment of another release in place. */
    private void older() throws IOException, InterruptedException {
        try (VersionChange change = versions().change("install", Duration.ZERO);
                NewVersion made = change.begin("1.70.0-old")) {
            PythonEnvironment environment = new PythonEnvironment(made.folder());
            Files.createDirectories(
                    environment.venv().resolve("lib/python3.11/site-packages/litellm-1.70.0.dist-info"));
            Files.createDirectories(environment.python().getParent());
            Files.copy(fake.python("python3"), environment.python());
            environment.writeRunner();
            change.activate(made.finish("1.70.0", PythonEnvironment.RUNNER, "0".repeat(64), "a test"));
        }
    }

    private InstalledVersions versions() {
        return new InstalledVersions(runtime, "litellm", "litellm", Clock.systemUTC());
    }

    private String active() {
        return versions().active().orElseThrow().id();
    }

    private List<String> versionFolders() throws IOException {
        return versions().folders().stream()
                .map(each -> each.getFileName().toString())
                .toList();
    }

    private long pips() throws IOException {
        return fake.calls().stream()
                .filter(call -> call.contains("pip install"))
                .count();
    }
}
