package dev.flowgate.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.flowgate.config.ServiceConfig.RestartPolicy;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Services that end with the JVM that started them, however that ends. */
@Timeout(60)
class HostIT {
    // The grace period, and what a busy machine may take besides.
    private static final Duration PATIENCE = TiedHost.GRACE.plusSeconds(9);

    private final LinuxProcesses processes = new LinuxProcesses();

    @RegisterExtension
    final ServiceFixture services = new ServiceFixture();

    private Process host;

    @BeforeEach
    void open() throws IOException {
        host = new ProcessBuilder(ServiceFixture.java(TiedHost.class, services.folder.toString()))
                .redirectError(services.folder.resolve("host.err").toFile())
                .start();
    }

    @AfterEach
    void close() throws InterruptedException {
        host.destroyForcibly().waitFor();
    }

    /** Waits until the services run; returns the pid of the host's other child. */
    private long awaitServices() throws IOException {
        BufferedReader output = host.inputReader(StandardCharsets.UTF_8);
        String line = output.readLine();
        assertThat(line)
                .as(Files.readString(services.folder.resolve("host.err")))
                .startsWith("child ");
        await().until(() -> services.marked().size() == 4);
        return Long.parseLong(line.substring("child ".length()));
    }

    @Test
    void everythingGoesWithAKilledHostAndTheNextStartWorks() throws Exception {
        awaitServices();

        host.destroyForcibly().waitFor();

        await().atMost(PATIENCE).until(() -> services.marked().isEmpty());
        await().atMost(PATIENCE).until(() -> services.below().isEmpty());
        for (String name : List.of("polite", "stubborn")) {
            assertThat(services.supervisor.status(name))
                    .isInstanceOfSatisfying(ServiceStatus.EndedWithHost.class, ended -> {
                        assertThat(ended.host()).isEqualTo(host.pid());
                        assertThat(ended.exit().signalName()).contains(name.equals("polite") ? "SIGTERM" : "SIGKILL");
                    });
        }
        assertThat(services.eventNames()).containsExactly("service_stop", "service_stop");

        services.supervisor.start(TiedHost.spec(services.folder, "polite", "exec sleep 300"));
        assertThat(services.supervisor.status("polite"))
                .isInstanceOfSatisfying(
                        ServiceStatus.Running.class,
                        running -> assertThat(running.host()).isNull());
    }

    @Test
    void everythingGoesWithAHostThatEndsByItself() throws Exception {
        awaitServices();

        host.getOutputStream().close();

        assertThat(host.waitFor(10, TimeUnit.SECONDS)).isTrue();
        await().atMost(PATIENCE).until(() -> services.below().isEmpty());
        assertThat(services.marked()).isEmpty();
    }

    @Test
    void aHaltedHostHasNotEnded() throws Exception {
        awaitServices();
        List<Long> before = services.marked();

        ShellKill.send(Long.toString(host.pid()), "STOP");

        await().during(Duration.ofSeconds(1))
                .atMost(PATIENCE)
                .until(() -> services.marked().equals(before));
        ShellKill.send(Long.toString(host.pid()), "CONT");
    }

    @Test
    void anotherProgramSeesWhoseServiceItIsAndStopsIt() throws Exception {
        awaitServices();

        assertThat(services.supervisor.status("polite"))
                .isInstanceOfSatisfying(
                        ServiceStatus.Running.class,
                        running -> assertThat(running.host()).isEqualTo(host.pid()));
        assertThat(services.supervisor.stop("polite", ServiceFixture.GRACE))
                .isInstanceOfSatisfying(
                        StopResult.Stopped.class,
                        stopped -> assertThat(stopped.killed()).isFalse());
        // The guard goes by itself.
        await().atMost(PATIENCE).until(() -> scripts("polite").isEmpty());
        assertThat(scripts("stubborn")).hasSize(2);
    }

    @Test
    void anotherProgramDoesNotRestartIt() throws Exception {
        awaitServices();
        ServiceSpec spec = TiedHost.spec(services.folder, "polite", "sleep 300 & exec sleep 300");
        long pid = services.ids("polite").pid();
        try (Supervision supervision = Supervision.builder(services.supervisor)
                .watch(spec, RestartPolicy.ALWAYS)
                .start()) {
            await().until(() -> Files.exists(services.folderOf("polite")
                    .readyFile(services.record("polite").instance())));
            processes.kill(pid);

            await().atMost(PATIENCE).until(() -> services.supervisor.status("polite") instanceof ServiceStatus.Crashed);
            // What was left of the group goes too, although its leader was killed.
            await().atMost(PATIENCE).until(() -> services.marked().size() == 2);
            await().during(Duration.ofMillis(700))
                    .atMost(PATIENCE)
                    .until(() -> services.marked().size() == 2);
        }
    }

    @Test
    void nobodyButTheHostHoldsThePipeOpen() throws Exception {
        long child = awaitServices();
        long guard = Shim.guard(
                services.folderOf("polite"), services.record("polite").instance());
        String pipe = Objects.requireNonNull(ProcFiles.link(guard, "fd/0"));

        assertThat(pipe).startsWith("pipe:");
        List<Long> holders = new ArrayList<>();
        for (long pid : ProcFiles.pids()) {
            String[] descriptors = new File("/proc/" + pid + "/fd").list();
            for (String descriptor : descriptors == null ? new String[0] : descriptors) {
                if (pipe.equals(ProcFiles.link(pid, "fd/" + descriptor)) && !holders.contains(pid)) {
                    holders.add(pid);
                }
            }
        }
        assertThat(holders).containsExactlyInAnyOrder(host.pid(), guard).doesNotContain(child);
        assertThat(processes.holds(
                        guard,
                        ServiceFolder.RUN_LOCK_DESCRIPTOR,
                        services.folderOf("polite").realRunLock()))
                .isFalse();
    }

    @Test
    void aTiedServiceThatASupervisionRestartsIsTiedAgain() throws Exception {
        ServiceSpec spec = services.shell("mine", "exec sleep 300");
        long first = services.supervisor.start(spec).instance().pid();
        assertThat(services.record("mine").startedBy().isHost()).isFalse();
        try (Supervision supervision = Supervision.builder(services.supervisor)
                .watch(spec, RestartPolicy.ALWAYS)
                .stopServicesWithHost()
                .start()) {
            processes.kill(first);
            await().atMost(PATIENCE)
                    .until(() -> services.supervisor.status("mine") instanceof ServiceStatus.Running running
                            && running.instance().pid() != first);
            assertThat(services.record("mine").startedBy().isHost()).isTrue();
        }
        assertThat(services.supervisor.status("mine")).isInstanceOf(ServiceStatus.Stopped.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bin/sh", "/bin/dash", "/bin/bash", "/bin/busybox"})
    void theGuardWorksUnderEachShell(String shell, @TempDir Path folder) throws Exception {
        assumeThat(Path.of(shell)).exists();
        ServiceFolder service = ServiceFolder.of(folder.toRealPath(), "svc");
        service.create();
        Shim.install(service, true);
        String instance = UUID.randomUUID().toString();
        List<String> command =
                new ArrayList<>(List.of("/bin/sh", "-c", "exec 8<&0 </dev/null; exec setsid \"$@\"", "sh", shell));
        if (shell.endsWith("busybox")) {
            command.add("sh");
        }
        command.addAll(List.of(
                service.path().resolve("tether.sh").toString(),
                service.path().toString(),
                instance,
                "1",
                "/bin/sh",
                "-c",
                "trap '' TERM; sleep 300 & exec sleep 300"));
        Process leader = new ProcessBuilder(command).redirectErrorStream(true).start();
        await().until(() -> processes.group(leader.pid()).size() == 3);
        assertThat(Shim.guard(service, instance))
                .isIn(processes.group(leader.pid()).stream()
                        .map(ProcessStat::pid)
                        .toList());

        leader.getOutputStream().close();

        await().atMost(PATIENCE).until(() -> processes.group(leader.pid()).isEmpty());
        assertThat(service.path().resolve(instance + ".host")).exists();
    }

    /** Returns the shim and the guard of a service. */
    private List<Long> scripts(String name) {
        String folder = services.folderOf(name).path().toString();
        List<Long> found = new ArrayList<>();
        for (long pid : services.below()) {
            byte[] line = ProcFiles.read(pid, "cmdline");
            if (line != null && new String(line, StandardCharsets.UTF_8).contains(folder)) {
                found.add(pid);
            }
        }
        return found;
    }
}
