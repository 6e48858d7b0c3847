package dev.flowgate.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several starts and stops at once, and starts that are killed half way: never two copies, never an orphan. */
@Timeout(90)
class ConcurrencyIT {
    private static final List<String> SERVICE = List.of("/bin/sh", "-c", "exec sleep 100");

    @RegisterExtension
    final ServiceFixture services = new ServiceFixture();

    /** Starts a JVM that starts the service; the mark goes by the command, for its environment is not the service's. */
    private Process starter(String name) throws IOException {
        List<String> command = ServiceFixture.java(Starter.class, services.folder.toString(), name, "/usr/bin/env");
        command.add(ServiceFixture.MARK + "=" + services.folder);
        command.addAll(SERVICE);
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private List<Long> copies() {
        return services.marked();
    }

    @Test
    void eightThreadsStartOneCopy() throws Exception {
        ServiceSpec spec = services.spec("one", SERVICE, 0, null);
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Callable<StartResult>> starts = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                starts.add(() -> ServiceSupervisor.in(services.folder).spawn(spec));
            }
            Set<ServiceInstance> instances = new HashSet<>();
            int started = 0;
            for (Future<StartResult> future : pool.invokeAll(starts)) {
                StartResult result = future.get(30, TimeUnit.SECONDS);
                instances.add(result.instance());
                started += result instanceof StartResult.Started ? 1 : 0;
            }
            assertThat(instances).hasSize(1);
            assertThat(started).isEqualTo(1);
            assertThat(copies()).containsExactly(instances.iterator().next().pid());
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void threeJvmsStartOneCopy() throws Exception {
        List<Process> starters = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            starters.add(starter("shared"));
        }
        Set<String> pids = new HashSet<>();
        for (Process starter : starters) {
            assertThat(starter.waitFor(30, TimeUnit.SECONDS)).isTrue();
            String output =
                    new String(starter.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            assertThat(starter.exitValue()).as(output).isZero();
            pids.add(output.trim());
        }
        assertThat(pids).hasSize(1);
        Awaitility.await().untilAsserted(() -> assertThat(copies()).hasSize(1));
        assertThat(pids).containsExactly("pid=" + copies().get(0));
    }

    @Test
    void startsThatAreKilledAtAnyMomentLeaveNoCopyBehind() throws Exception {
        Random random = new Random(20261121);
        Path shim = services.serviceFolder("killed").resolve("shim.sh");
        Path holder = services.serviceFolder("killed").resolve("op.holder");
        for (int round = 0; round < 8; round++) {
            Process starter = starter("killed");
            // The first sign that it is at work; from there to the running service it takes some 60 ms.
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(1))
                    .pollDelay(Duration.ZERO)
                    .until(() -> Files.exists(holder));
            starter.waitFor(random.nextInt(70), TimeUnit.MILLISECONDS);
            starter.destroyForcibly().waitFor();

            StartResult start = services.supervisor.spawn(services.spec("killed", SERVICE, 0, null));
            Awaitility.await()
                    .untilAsserted(() -> assertThat(copies())
                            .containsExactly(start.instance().pid()));
            assertThat(services.supervisor.stop("killed", ServiceFixture.GRACE)).isInstanceOf(StopResult.Stopped.class);
            assertThat(copies()).isEmpty();
            if (random.nextBoolean()) {
                Files.delete(shim);
            }
        }
    }

    @Test
    void startAndStopAtOnceEndInOneOfTheTwoStates() throws Exception {
        ServiceSpec spec = services.spec("both", SERVICE, 0, null);
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 6; round++) {
                Future<StartResult> start = pool.submit(() -> services.supervisor.spawn(spec));
                Future<StopResult> stop = pool.submit(() -> services.supervisor.stop("both", ServiceFixture.GRACE));
                start.get(20, TimeUnit.SECONDS);
                stop.get(20, TimeUnit.SECONDS);
                boolean running = services.supervisor.status("both") instanceof ServiceStatus.Running;
                Awaitility.await().untilAsserted(() -> assertThat(copies()).hasSize(running ? 1 : 0));
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void busyLockNamesItsHolder() throws Exception {
        services.supervisor.spawn(services.shell("busy", "trap '' TERM; echo up; while :; do sleep 0.1; done"));
        services.awaitLog("busy", "up\n");
        ServiceSupervisor impatient = ServiceSupervisor.builder(services.folder)
                .lockWait(Duration.ofMillis(50))
                .build();
        java.util.concurrent.CountDownLatch stopping = new java.util.concurrent.CountDownLatch(1);
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            Future<StopResult> slow = pool.submit(
                    () -> services.supervisor.stop("busy", Duration.ofSeconds(1), progress -> stopping.countDown()));
            assertThat(stopping.await(10, TimeUnit.SECONDS)).isTrue();

            assertThatThrownBy(() -> impatient.stop("busy", Duration.ZERO))
                    .isInstanceOfSatisfying(
                            ProcessException.class,
                            failure -> assertThat(failure.failure()).isInstanceOf(ProcessFailure.Busy.class))
                    .hasMessageContaining("pid " + ProcessHandle.current().pid() + " (stop since ");
            assertThat(slow.get(20, TimeUnit.SECONDS)).isInstanceOf(StopResult.Stopped.class);
        } finally {
            pool.shutdownNow();
        }
    }
}
