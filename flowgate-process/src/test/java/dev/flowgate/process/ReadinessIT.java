package dev.flowgate.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class ReadinessIT {
    @RegisterExtension
    final ServiceFixture services = new ServiceFixture();

    private ProcessException startFails(ServiceSpec spec) {
        return catchThrowableOfType(ProcessException.class, () -> services.supervisor.start(spec));
    }

    @Test
    void exitBeforeReadyIsAFailureWhateverTheCodeAndShowsTheLogTail() {
        ProcessException failure = startFails(services.shell("brief", "for i in $(seq 1 30); do echo line $i; done"));

        assertThat(failure.failure()).isInstanceOfSatisfying(ProcessFailure.EarlyExit.class, early -> {
            assertThat(early.exit().code()).isZero();
            assertThat(early.lastLogLines()).hasSize(20).endsWith("line 30").startsWith("line 11");
        });
        assertThat(failure).hasMessageContaining("exit code 0").hasMessageContaining("line 30");
        assertThat(services.supervisor.status("brief")).isInstanceOf(ServiceStatus.Crashed.class);
        assertThat(services.marked()).isEmpty();
    }

    @Test
    void theLogTailIsPlainText() {
        ProcessException failure = startFails(services.shell(
                "colourful",
                "printf '\\033[1;32mready\\033[0m\\033[K\\r\\n\\033[0m\\n\\033]0;title\\007a\\tb\\bc\\n'; exit 1"));

        assertThat(failure.failure())
                .isInstanceOfSatisfying(
                        ProcessFailure.EarlyExit.class,
                        early -> assertThat(early.lastLogLines()).containsExactly("ready", "a b c"));
    }

    @Test
    void deathDuringTheWaitIsNoticedAtOnce() throws Exception {
        int port = FreePort.next();
        ServiceSpec spec = services.spec(
                "dying",
                List.of("/bin/sh", "-c", "echo up; sleep 0.5; echo sorry; exit 7"),
                port,
                URI.create("http://127.0.0.1:" + port + "/"));
        long before = System.nanoTime();

        ProcessException failure = startFails(spec);

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
        assertThat(failure.failure()).isInstanceOfSatisfying(ProcessFailure.EarlyExit.class, early -> {
            assertThat(early.exit().code()).isEqualTo(7);
            assertThat(early.lastLogLines()).containsExactly("up", "sorry");
        });
        assertThat(services.eventNames()).containsExactly("service_start", "service_crash");
    }

    @Test
    void missingProgramFolderAndPermissionAreToldApart() throws Exception {
        Path plain = Files.writeString(services.folder.resolve("plain"), "text");
        assertThat(startFails(services.spec("a", List.of("no-such-program"), 0, null)))
                .hasMessageContaining("no-such-program is not in any folder of PATH");
        assertThat(startFails(services.spec("b", List.of("/no/such/program"), 0, null))
                        .failure())
                .isEqualTo(new ProcessFailure.ProgramNotRunnable("/no/such/program"));
        assertThat(startFails(services.spec("c", List.of("./plain"), 0, null)))
                .hasMessageContaining("chmod +x " + plain);
        ServiceSpec nowhere = new ServiceSpec(
                "d",
                List.of("true"),
                services.folder.resolve("gone"),
                Map.of(),
                java.util.Set.of(),
                "127.0.0.1",
                0,
                ServiceProbes.NONE,
                Duration.ofSeconds(1),
                Duration.ZERO);
        assertThat(startFails(nowhere).failure())
                .isEqualTo(new ProcessFailure.NoWorkingDirectory(services.folder.resolve("gone")));
    }

    @Test
    void namesAStrangerInOneLineThatATerminalTakesForText() throws Exception {
        Process stranger = new ProcessBuilder("/bin/sh", "-c", "read nothing\n#\u001b[2J and\tmore\r\n").start();
        try {
            assertThat(new LinuxProcesses().commandLine(stranger.pid()))
                    .isEqualTo("/bin/sh -c read nothing # [2J and more");
        } finally {
            stranger.destroyForcibly().waitFor();
        }
    }

    @Test
    void namesTheStrangerThatHoldsThePort() throws Exception {
        try (ServerSocket stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ServiceSpec spec = services.web("web", stranger.getLocalPort(), "200");
            long self = ProcessHandle.current().pid();

            ProcessException failure = startFails(spec);

            assertThat(failure)
                    .hasMessageContaining("port " + stranger.getLocalPort() + " on 127.0.0.1 is in use by pid " + self);
            assertThat(failure.failure())
                    .isInstanceOfSatisfying(
                            ProcessFailure.PortInUse.class,
                            inUse -> assertThat(inUse.owner())
                                    .isInstanceOfSatisfying(
                                            PortOwner.Visible.class,
                                            owner -> assertThat(owner.pid()).isEqualTo(self)));
            assertThat(LsofSearch.find(stranger.getLocalPort()))
                    .as("by lsof, where it is installed")
                    .satisfiesAnyOf(
                            owner -> assertThat(owner).isEmpty(),
                            owner -> assertThat(owner.orElseThrow().describe()).contains("pid " + self));
        }
        assertThat(services.marked()).isEmpty();
    }

    @Test
    void oneLookTellsWhatTheWaitWouldSee() throws Exception {
        int port = FreePort.next();
        ServiceSpec web = services.web("web", port, "200");
        assertThat(services.supervisor.readiness(web))
                .isEqualTo(new Readiness(false, false, null, null, "it does not run"));

        services.supervisor.start(web);

        assertThat(services.supervisor.readiness(web))
                .isEqualTo(new Readiness(true, true, web.readiness(), 200, "it answers 200"));
        services.supervisor.stop("web", Duration.ofSeconds(5));
        assertThat(services.supervisor.readiness(web).isReady()).isFalse();
    }

    @Test
    void doesNotWaitAtAnAddressThatTheRunningServiceWasNotStartedWith() throws Exception {
        ServiceSpec web = services.web("web", FreePort.next(), "200");
        StartResult first = services.supervisor.start(web);
        StartResult elsewhere = new StartResult.AlreadyRunning(first.instance(), false);
        int other = FreePort.next();
        List<ServiceProgress> waits = new CopyOnWriteArrayList<>();

        assertThat(services.supervisor.start(services.web("web", other, "200"), waits::add))
                .isEqualTo(elsewhere);
        assertThat(services.supervisor.start(ServiceFixture.at(web, "127.0.0.2", web.readiness()), waits::add))
                .isEqualTo(elsewhere);
        URI otherPath = URI.create("http://127.0.0.1:" + web.port() + "/other");
        assertThat(services.supervisor.start(ServiceFixture.at(web, web.host(), otherPath), waits::add))
                .isEqualTo(elsewhere);

        assertThat(waits).isEmpty();
        assertThat(services.marked()).containsExactly(first.instance().pid());
    }

    @Test
    void waitsForARunningServiceWhoseCommandAloneDiffers() throws Exception {
        int port = FreePort.next();
        StartResult first = services.supervisor.start(services.web("web", port, "200"));
        List<ServiceProgress> waits = new CopyOnWriteArrayList<>();

        assertThat(services.supervisor.start(services.web("web", port, "204"), waits::add))
                .isEqualTo(new StartResult.AlreadyRunning(first.instance(), false));

        assertThat(waits)
                .isNotEmpty()
                .last()
                .satisfies(progress -> assertThat(progress.phase()).isEqualTo(ServiceProgress.Phase.READY));
    }

    @Test
    void strangerThatAnswersOnThePortIsNotReadiness() throws Exception {
        int port = FreePort.next();
        ServiceSpec spec = ServiceFixture.within(
                services.spec(
                        "robbed",
                        List.of("/bin/sh", "-c", "exec sleep 100"),
                        port,
                        URI.create("http://127.0.0.1:" + port + "/")),
                Duration.ofSeconds(4));
        StartResult started = services.supervisor.spawn(spec);
        Process stranger =
                new ProcessBuilder(ServiceFixture.java(Payload.class, Integer.toString(port), "200")).start();
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> PortOwner.find("127.0.0.1", port).isPresent());

            assertThatThrownBy(() ->
                            services.supervisor.awaitReady(spec, started.instance(), ServiceProgress.Listener.NONE))
                    .isInstanceOf(ProcessException.class)
                    .hasMessageContaining("is held by pid " + stranger.pid());
            assertThat(services.runs(started.instance().pid())).isTrue();
        } finally {
            stranger.destroyForcibly().waitFor();
        }
    }

    @Test
    void mutePortIsNotReadinessAndTheFailedStartLeavesNothing() throws Exception {
        int port = FreePort.next();
        ServiceSpec spec = ServiceFixture.within(services.web("mute", port, "mute"), Duration.ofSeconds(3));
        long before = System.nanoTime();

        ProcessException failure = startFails(spec);

        assertThat(failure.failure()).isInstanceOf(ProcessFailure.NotReady.class);
        assertThat(failure).hasMessageContaining("no complete answer from");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(5500));
        assertThat(services.marked()).isEmpty();
        assertThat(services.supervisor.status("mute")).isInstanceOf(ServiceStatus.Stopped.class);
    }

    @Test
    void errorAnswersAreNotReadiness() throws Exception {
        int port = FreePort.next();

        ProcessException failure =
                startFails(ServiceFixture.within(services.web("ill", port, "503"), Duration.ofSeconds(2)));

        assertThat(failure).hasMessageContaining("answers 503 and not 2xx").hasMessageContaining("within 2.0 s");
    }

    @Test
    void interruptEndsTheWaitPromptlyAndLeavesNothing() throws Exception {
        int port = FreePort.next();
        ServiceSpec spec = services.web("late", port, "503");
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        java.util.concurrent.CountDownLatch waiting = new java.util.concurrent.CountDownLatch(1);
        Thread starter = new Thread(() -> {
            try {
                services.supervisor.start(spec, progress -> waiting.countDown());
            } catch (InterruptedException | RuntimeException failure) {
                thrown.set(failure);
            }
        });
        starter.start();
        assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();
        starter.interrupt();
        starter.join(5000);

        assertThat(starter.isAlive()).isFalse();
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(services.marked()).isEmpty();
        assertThat(services.supervisor.known()).isEmpty();
    }

    @Test
    void stopEndsAWaitInAnotherThread() throws Exception {
        int port = FreePort.next();
        ServiceSpec spec = services.web("stopped", port, "503");
        StartResult started = services.supervisor.spawn(spec);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread waiter = new Thread(() -> {
            try {
                services.supervisor.awaitReady(spec, started.instance(), ServiceProgress.Listener.NONE);
            } catch (InterruptedException | RuntimeException failure) {
                thrown.set(failure);
            }
        });
        waiter.start();
        services.supervisor.stop("stopped", ServiceFixture.GRACE);
        waiter.join(5000);

        assertThat(thrown.get())
                .isInstanceOfSatisfying(
                        ProcessException.class,
                        failure -> assertThat(failure.failure()).isInstanceOf(ProcessFailure.StoppedMeanwhile.class));
        assertThat(services.eventNames()).doesNotContain("service_crash");
    }
}
