package dev.flowgate.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.event.FlowGateEvent;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Services of one test. They carry a variable with a value of this fixture's own, by which every process of theirs can be
 * found and, at the end, must be gone. To be registered as an extension.
 */
final class ServiceFixture implements AfterEachCallback {
    static final String MARK = "FLOWGATE_TEST_MARK";
    static final Duration GRACE = Duration.ofSeconds(5);

    final Path folder;
    final List<FlowGateEvent> events = new CopyOnWriteArrayList<>();
    final ServiceSupervisor supervisor;
    private final LinuxProcesses processes = new LinuxProcesses();

    ServiceFixture() {
        this.folder = temporaryFolder();
        this.supervisor = ServiceSupervisor.builder(this.folder)
                .events(events::add)
                .lockWait(Duration.ofSeconds(20))
                .build();
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("flowgate-test-").toRealPath();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    ServiceSpec shell(String name, String script) {
        return spec(name, List.of("/bin/sh", "-c", script), 0, null);
    }

    ServiceSpec web(String name, int port, String answer) {
        return spec(
                name,
                java(Payload.class, Integer.toString(port), answer),
                port,
                URI.create("http://127.0.0.1:" + port + "/ready"));
    }

    ServiceSpec spec(String name, List<String> command, int port, @Nullable URI readiness) {
        return spec(name, command, port, readiness, Map.of());
    }

    ServiceSpec spec(
            String name, List<String> command, int port, @Nullable URI readiness, Map<String, String> variables) {
        Map<String, String> environment = new HashMap<>(variables);
        environment.put(MARK, folder.toString());
        return new ServiceSpec(
                name,
                command,
                folder,
                environment,
                Set.of(),
                "127.0.0.1",
                port,
                ServiceProbes.readyAt(readiness),
                Duration.ofSeconds(15),
                GRACE);
    }

    /** Returns a spec with another time to become ready. */
    static ServiceSpec within(ServiceSpec spec, Duration startupTimeout) {
        return with(spec, spec.host(), spec.readiness(), startupTimeout);
    }

    /** Returns a spec with another address. */
    static ServiceSpec at(ServiceSpec spec, String host, @Nullable URI readiness) {
        return with(spec, host, readiness, spec.startupTimeout());
    }

    private static ServiceSpec with(ServiceSpec spec, String host, @Nullable URI readiness, Duration startupTimeout) {
        return new ServiceSpec(
                spec.name(),
                spec.command(),
                spec.workingDirectory(),
                spec.environment(),
                spec.passThrough(),
                host,
                spec.port(),
                ServiceProbes.readyAt(readiness),
                startupTimeout,
                spec.stopTimeout());
    }

    static List<String> java(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                // The tests may run from the module path, the programs they start run from the class path.
                System.getProperty("java.class.path") + File.pathSeparator + System.getProperty("jdk.module.path", ""),
                main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    Path serviceFolder(String name) {
        return folder.resolve("services").resolve(name);
    }

    ServiceRecord record(String name) {
        RecordReader.Reading reading = RecordReader.read(ServiceFolder.of(folder, name));
        assertThat(reading).isInstanceOf(RecordReader.Reading.Present.class);
        return ((RecordReader.Reading.Present) reading).record();
    }

    ServiceRecord.Ids ids(String name) {
        return Objects.requireNonNull(record(name).process());
    }

    String logOf(String name) throws IOException {
        return Files.readString(supervisor.logFile(name));
    }

    void awaitLog(String name, String text) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> logOf(name).contains(text));
    }

    /**
     * Returns the running processes that carry the mark, without shims, guards, and the short-lived programs that a shim
     * runs in its own group, such as mv: they end by themselves, and are no copy of a service.
     */
    List<Long> marked() {
        List<Long> marked = new ArrayList<>();
        for (long pid : ProcFiles.pids()) {
            byte[] environment = ProcFiles.read(pid, "environ");
            ProcessStat stat = processes.stat(pid);
            if (environment != null
                    && folder.toString().equals(EnvironmentBlock.value(environment, MARK))
                    && stat != null
                    && stat.runs()
                    && !isScript(processes.commandLine(pid))
                    && !isScript(processes.commandLine(stat.group()))) {
                marked.add(pid);
            }
        }
        return marked;
    }

    private static boolean isScript(String commandLine) {
        return commandLine.contains("/shim.sh") || commandLine.contains("/tether.sh");
    }

    /** Returns the groups that the marked processes are in: one for each copy of a service. */
    Set<Long> groups() {
        Set<Long> groups = new TreeSet<>();
        for (long pid : marked()) {
            ProcessStat stat = processes.stat(pid);
            if (stat != null && stat.runs()) {
                groups.add(stat.group());
            }
        }
        return groups;
    }

    ServiceFolder folderOf(String name) {
        return ServiceFolder.of(folder, name);
    }

    /** Returns the running processes, shims too, that belong to any service below the folder. */
    List<Long> below() {
        List<Long> found = new ArrayList<>();
        for (long pid : ProcFiles.pids()) {
            byte[] line = ProcFiles.read(pid, "cmdline");
            ProcessStat stat = processes.stat(pid);
            if (line != null
                    && new String(line, java.nio.charset.StandardCharsets.UTF_8).contains(folder.toString())
                    && stat != null
                    && stat.runs()
                    && pid != ProcessHandle.current().pid()) {
                found.add(pid);
            }
        }
        return found;
    }

    boolean runs(long pid) {
        ProcessStat stat = processes.stat(pid);
        return stat != null && stat.runs();
    }

    List<String> eventNames() {
        return events.stream().map(FlowGateEvent::event).toList();
    }

    /** Stops what the test left, and fails if a process is there afterwards. */
    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        stopAll();
        deleteFolder();
    }

    private void deleteFolder() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void stopAll() throws InterruptedException {
        for (String name : supervisor.known()) {
            try {
                supervisor.stop(name, Duration.ZERO);
            } catch (ProcessException keptByTheTest) {
                events.add(FlowGateEvent.of("not_stopped")
                        .withDetail(keptByTheTest.failure().toString()));
            }
        }
        for (long pid : marked()) {
            processes.kill(pid);
        }
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> marked().isEmpty());
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> below().isEmpty());
    }
}
