package dev.flowgate.process.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The real LiteLLM {@value LiteLlmReleases#VERSION} in a Python environment of its own, made from a lock with a hash of each
 * file. Its packages come from where pip and uv are told to take them from, and no other file is accepted in their place.
 * Linux and macOS; one call at a time across processes; killed at any moment, it leaves what was installed before.
 * Immutable, safe for use by several threads.
 */
public final class PythonRuntime {
    private static final String NAME = "litellm";
    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(10);
    private static final Duration PROBE_PATIENCE = Duration.ofSeconds(20);
    private static final long NEEDED_BYTES = 500L * 1024 * 1024;

    private final InstalledVersions versions;
    private final Path runtimeDirectory;
    private final Map<String, String> environment;
    private final @Nullable String interpreter;
    private final @Nullable Path source;
    private final boolean offline;
    private final InstallProgress.Listener listener;
    private final LiteLlmLock lock = LiteLlmLock.bundled();

    private PythonRuntime(Builder builder) {
        this.runtimeDirectory = builder.runtimeDirectory.toAbsolutePath().normalize();
        this.versions = new InstalledVersions(runtimeDirectory, NAME, NAME, builder.clock);
        Map<String, String> kept = ToolEnvironment.of(builder.environment);
        this.source = builder.source;
        this.environment = source == null ? kept : ToolEnvironment.withoutIndexes(kept);
        this.interpreter = builder.interpreter;
        this.offline = builder.offline;
        this.listener = builder.listener;
    }

    /**
     * Begins to describe one.
     *
     * @param runtimeDirectory the folder of what FlowGate keeps, {@code paths.runtime_dir}; created when it is missing
     * @return a builder
     */
    public static Builder builder(Path runtimeDirectory) {
        return new Builder(runtimeDirectory);
    }

    /**
     * Returns the lock, to make a folder of packages from it for a machine without a network: {@code pip download
     * --require-hashes --no-deps --only-binary :all: -r FILE -d FOLDER}.
     *
     * @return a requirements file with hashes (pip documentation, "Requirements File Format")
     */
    public static String requirements() {
        return LiteLlmLock.bundled().text();
    }

    /**
     * Looks whether it is installed, from this lock and whole. Starts nothing.
     *
     * @return what is in place; empty when {@link #install} has something to do
     */
    public Optional<Installation> installed() {
        return versions.active()
                .filter(this::isWanted)
                .map(version -> installation(version, Installation.Change.UNCHANGED));
    }

    /**
     * Installs it. What is in place already is left alone, within milliseconds. The environment that was active before
     * stays active until the new one has been tried, and is kept for {@link #rollBack}.
     *
     * @return what is in place
     * @throws InstallException if there is no Python that fits, the packages cannot be had or do not have their hashes, the
     *     disk refuses, another process installs at the same time, or the new environment does not work
     * @throws InterruptedException if the thread is interrupted; pip has then ended, and what it made is removed
     */
    public Installation install() throws InterruptedException {
        Optional<Installation> present = installed();
        if (present.isPresent()) {
            return present.get();
        }
        tell(InstallProgress.Phase.RESOLVING, "Python");
        try (VersionChange change = versions.change("install", LOCK_PATIENCE)) {
            // Whoever had the lock may have done it.
            Optional<Installation> meanwhile = installed();
            if (meanwhile.isPresent()) {
                return meanwhile.get();
            }
            boolean replaced = versions.active()
                    .map(active -> new PythonEnvironment(active.folder()).isIntact(active.version()))
                    .orElseGet(() -> Files.exists(versions.executable(), LinkOption.NOFOLLOW_LINKS));
            Optional<InstalledVersion> kept =
                    versions.all().stream().filter(this::isWanted).findFirst();
            InstalledVersion version = kept.isPresent() ? kept.get() : make(change);
            tell(InstallProgress.Phase.ACTIVATING, NAME);
            change.activate(version);
            return installation(version, replaced ? Installation.Change.REPLACED : Installation.Change.INSTALLED);
        } catch (IOException failed) {
            throw InstallStorage.failure(runtimeDirectory, NEEDED_BYTES, failed);
        }
    }

    /**
     * Brings back the environment that was active before the last replacement.
     *
     * @return what is in place now; empty when there is nothing to go back to
     * @throws InstallException if another process installs at the same time, or the disk refuses
     * @throws InterruptedException if the thread is interrupted
     */
    public Optional<Installation> rollBack() throws InterruptedException {
        try (VersionChange change = versions.change("rollback", LOCK_PATIENCE)) {
            return change.rollBack().map(version -> installation(version, Installation.Change.ROLLED_BACK));
        }
    }

    private InstalledVersion make(VersionChange change) throws IOException, InterruptedException {
        WheelSource wheels = source == null ? null : new WheelSource(source);
        PackageTool tool = PackageTool.choose(environment);
        InterpreterSearch search =
                new InterpreterSearch(environment, new InterpreterProbe(environment, PROBE_PATIENCE));
        boolean venvNeeded = tool instanceof PackageTool.Pip;
        PythonInterpreter python =
                interpreter == null ? search.first(venvNeeded) : search.configured(interpreter, venvNeeded);
        InstallStorage.requireRoom(runtimeDirectory, NEEDED_BYTES);
        try (NewVersion made = change.begin(lock.id())) {
            new EnvironmentMaker(lock, environment, tool, wheels, offline, listener)
                    .make(new PythonEnvironment(made.folder()), python);
            String from = wheels == null ? tool.name() : wheels.toString();
            return made.finish(
                    LiteLlmReleases.VERSION,
                    PythonEnvironment.RUNNER,
                    lock.sha256(),
                    from + ", Python " + python.version() + " (" + python.executable() + ")");
        }
    }

    private boolean isWanted(InstalledVersion version) {
        return version.sha256().equals(lock.sha256())
                && version.version().equals(LiteLlmReleases.VERSION)
                && new PythonEnvironment(version.folder()).isIntact(version.version());
    }

    private Installation installation(InstalledVersion version, Installation.Change change) {
        return new Installation(version.version(), versions.executable(), change);
    }

    private void tell(InstallProgress.Phase phase, String subject) {
        listener.progress(new InstallProgress(phase, subject, 0, OptionalLong.empty()));
    }

    /** Describes a {@link PythonRuntime}. Not safe for use by several threads. */
    public static final class Builder {
        private final Path runtimeDirectory;
        private Map<String, String> environment = System.getenv();
        private @Nullable String interpreter;
        private @Nullable Path source;
        private boolean offline;
        private InstallProgress.Listener listener = InstallProgress.Listener.NONE;
        private Clock clock = Clock.systemUTC();

        private Builder(Path runtimeDirectory) {
            this.runtimeDirectory = Objects.requireNonNull(runtimeDirectory);
        }

        /**
         * Names the Python to use, {@code bootstrap.litellm.python}.
         *
         * @param nameOrPath a path, or a name that is looked for on the {@code PATH}; the first that fits of {@code
         *     python3.13} to {@code python3.10}, {@code python3} and {@code python} unless this is called
         * @return this builder
         */
        public Builder interpreter(String nameOrPath) {
            this.interpreter = Objects.requireNonNull(nameOrPath);
            return this;
        }

        /**
         * Sets the environment in which Python, pip and uv are looked for. They get the part of it that says where packages
         * come from and how to reach that ({@code PIP_}, {@code UV_}, proxies, certificates).
         *
         * @param variables names and values; this process's own unless this is called
         * @return this builder
         */
        public Builder environment(Map<String, String> variables) {
            this.environment = Map.copyOf(variables);
            return this;
        }

        /**
         * Says where all packages are, so that no index is asked.
         *
         * @param folderOrArchive a folder of wheels, or a tar.gz or zip of one
         * @return this builder
         */
        public Builder from(Path folderOrArchive) {
            this.source = Objects.requireNonNull(folderOrArchive);
            return this;
        }

        /**
         * Says whether no network is to be used: packages then come from uv's cache, or from the folders that pip is
         * configured to find them in.
         *
         * @param withoutNetwork whether; {@code false} unless this is called
         * @return this builder
         */
        public Builder offline(boolean withoutNetwork) {
            this.offline = withoutNetwork;
            return this;
        }

        /**
         * Sets who is told how far an installation has come.
         *
         * @param listener is told on the thread that installs
         * @return this builder
         */
        public Builder listener(InstallProgress.Listener listener) {
            this.listener = Objects.requireNonNull(listener);
            return this;
        }

        /**
         * Sets the clock that dates installations.
         *
         * @param clock the system's in UTC unless this is called
         * @return this builder
         */
        public Builder clock(Clock clock) {
            this.clock = Objects.requireNonNull(clock);
            return this;
        }

        /**
         * Ends the description. Nothing is read or created yet.
         *
         * @return the runtime
         */
        public PythonRuntime build() {
            return new PythonRuntime(this);
        }
    }
}
