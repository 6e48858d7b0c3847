package dev.flowgate.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The start script under the shells that are called sh. */
@Timeout(30)
class ShimIT {
    @ParameterizedTest
    @ValueSource(strings = {"/bin/sh", "/bin/dash", "/bin/bash", "/bin/busybox"})
    void reportsTheProcessAndItsEndUnderEachShell(String shell, @TempDir Path folder) throws Exception {
        assumeThat(Path.of(shell)).exists();
        ServiceFolder service = ServiceFolder.of(folder.toRealPath(), "svc");
        service.create();
        Shim.install(service, false);
        ServiceLog.create(service.log());
        String instance = UUID.randomUUID().toString();
        List<String> command = new java.util.ArrayList<>(List.of("setsid", shell));
        if (shell.endsWith("busybox")) {
            command.add("sh");
        }
        command.addAll(List.of(
                service.shim().toString(),
                service.path().toString(),
                instance,
                "077",
                service.log().toString(),
                "/bin/sh",
                "-c",
                "umask; trap 'exit 5' TERM; while :; do sleep 0.05; done"));

        Process shim = new ProcessBuilder(command).redirectErrorStream(true).start();
        Awaitility.await().until(() -> Shim.started(service, instance) != null);
        Shim.Started started = Objects.requireNonNull(Shim.started(service, instance));
        LinuxProcesses processes = new LinuxProcesses();
        Awaitility.await().until(() -> {
            ProcessStat stat = processes.stat(started.pid());
            return stat != null && stat.group() == stat.pid();
        });
        assertThat(started.ownGroup()).isTrue();
        assertThat(started.shim()).isEqualTo(shim.pid());
        Awaitility.await().until(() -> Files.readString(service.log()).contains("0077"));
        assertThat(processes.holds(started.pid(), ServiceFolder.RUN_LOCK_DESCRIPTOR, service.realRunLock()))
                .isTrue();
        assertThat(processes.holds(shim.pid(), ServiceFolder.RUN_LOCK_DESCRIPTOR, service.realRunLock()))
                .isFalse();

        processes.terminate(shim.pid());
        processes.terminateGroup(started.pid());

        assertThat(shim.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(Objects.requireNonNull(Shim.ended(service, instance)).code()).isEqualTo(5);
        assertThat(Duration.between(
                        Objects.requireNonNull(Shim.ended(service, instance)).at(), java.time.Instant.now()))
                .isLessThan(Duration.ofSeconds(20));
    }
}
