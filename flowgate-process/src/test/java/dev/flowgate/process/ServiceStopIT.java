package dev.flowgate.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class ServiceStopIT {
    @RegisterExtension
    final ServiceFixture services = new ServiceFixture();

    private void startAndAwait(String name, String script) throws InterruptedException {
        services.supervisor.spawn(services.shell(name, script));
        services.awaitLog(name, "up\n");
    }

    @Test
    void killsAServiceThatIgnoresTermAtTheGrace() throws Exception {
        startAndAwait("stubborn", "trap '' TERM; echo up; while :; do sleep 1; done");
        long before = System.nanoTime();

        StopResult result = services.supervisor.stop("stubborn", Duration.ofSeconds(1));

        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isBetween(Duration.ofMillis(950), Duration.ofMillis(2500));
        assertThat(result).isInstanceOfSatisfying(StopResult.Stopped.class, stopped -> {
            assertThat(stopped.killed()).isTrue();
            assertThat(stopped.exit())
                    .isNotNull()
                    .satisfies(exit -> assertThat(exit.signal()).hasValue(9));
        });
        assertThat(services.marked()).isEmpty();
    }

    @RepeatedTest(3)
    void returnsOnlyWhenTheLastThreadOfALargeProcessHasGivenUpItsPort() throws Exception {
        ServiceSpec large = startLarge();

        services.supervisor.stop("large", Duration.ZERO);

        assertThat(ListeningSocket.answering(InetAddress.getLoopbackAddress(), large.port()))
                .isEmpty();
    }

    @RepeatedTest(3)
    void startsWhileALargeProcessThatWasJustKilledStillEnds() throws Exception {
        ServiceSpec large = startLarge();
        LinuxProcesses processes = new LinuxProcesses();
        long pid = services.ids("large").pid();
        processes.kill(pid);
        Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> {
            ProcessStat stat = processes.stat(pid);
            return stat == null || stat.exiting();
        });

        assertThat(services.supervisor.start(large)).isInstanceOf(StartResult.Started.class);
    }

    private ServiceSpec startLarge() throws Exception {
        int port = FreePort.next();
        ServiceSpec web = services.web("large", port, "200");
        List<String> command = new ArrayList<>(web.command());
        // The more memory it has touched, the longer is the time from its first thread's end to its last one's.
        command.addAll(1, List.of("-Xms512m", "-XX:+AlwaysPreTouch"));
        ServiceSpec large = services.spec("large", command, port, web.readiness());
        services.supervisor.start(large);
        // Without its shim, nothing but the process itself tells that it has ended.
        new LinuxProcesses().kill(services.ids("large").shim());
        return large;
    }

    @Test
    void saysBeforeAStopThatAStartWouldFailAndLeavesTheServiceAlone() throws Exception {
        startAndAwait("kept", "echo up; exec sleep 100");
        services.supervisor.requireStartable(services.shell("kept", "exit 0"));

        assertThatThrownBy(() -> services.supervisor.requireStartable(
                        services.spec("kept", List.of("/no/such/program"), 0, null)))
                .isInstanceOf(ProcessException.class)
                .hasMessageContaining("/no/such/program does not exist");
        Files.createDirectory(services.serviceFolder("kept").resolve(".room"));
        assertThatThrownBy(() -> services.supervisor.requireStartable(services.shell("kept", "exit 0")))
                .isInstanceOfSatisfying(
                        ProcessException.class,
                        failure -> assertThat(failure.failure()).isInstanceOf(ProcessFailure.Storage.class))
                .hasMessageContaining("(Is a directory)");

        assertThat(services.supervisor.status("kept")).isInstanceOf(ServiceStatus.Running.class);
    }

    @Test
    void urgencyEndsTheGraceOfAServiceThatIgnoresTerm() throws Exception {
        startAndAwait("stubborn", "trap '' TERM; echo up; while :; do sleep 1; done");
        AtomicBoolean urgent = new AtomicBoolean();
        List<ServiceProgress.Phase> phases = new ArrayList<>();
        ServiceSupervisor supervisor =
                ServiceSupervisor.builder(services.folder).urgent(urgent::get).build();
        long before = System.nanoTime();

        StopResult result = supervisor.stop("stubborn", Duration.ofSeconds(40), progress -> {
            phases.add(progress.phase());
            urgent.set(phases.size() >= 3);
        });

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
        assertThat(phases)
                .startsWith(
                        ServiceProgress.Phase.STOPPING,
                        ServiceProgress.Phase.STOPPING,
                        ServiceProgress.Phase.STOPPING,
                        ServiceProgress.Phase.KILLING);
        assertThat(result)
                .isInstanceOfSatisfying(
                        StopResult.Stopped.class,
                        stopped -> assertThat(stopped.killed()).isTrue());
        assertThat(services.marked()).isEmpty();
    }

    @Test
    void returnsOnlyWhenAChildThatOutlivesItsLeaderIsGone() throws Exception {
        startAndAwait(
                "parent",
                "(trap '' TERM; echo child; while :; do sleep 1; done) & trap 'exit 0' TERM; echo up; while :; do sleep"
                        + " 0.1; done");
        services.awaitLog("parent", "child\n");

        StopResult result = services.supervisor.stop("parent", Duration.ofSeconds(1));

        assertThat(services.marked()).isEmpty();
        assertThat(result).isInstanceOfSatisfying(StopResult.Stopped.class, stopped -> {
            assertThat(stopped.killed()).isTrue();
            assertThat(stopped.exit())
                    .isNotNull()
                    .satisfies(exit -> assertThat(exit.code()).isZero());
        });
    }

    @Test
    void wakesAStoppedServiceSoThatItEndsByItself() throws Exception {
        startAndAwait("frozen", "trap 'echo bye; exit 0' TERM; echo up; while :; do sleep 0.05; done");
        ShellKill.send("-" + services.ids("frozen").pid(), "STOP");

        StopResult result = services.supervisor.stop("frozen", ServiceFixture.GRACE);

        assertThat(result)
                .isInstanceOfSatisfying(
                        StopResult.Stopped.class,
                        stopped -> assertThat(stopped.killed()).isFalse());
        assertThat(services.logOf("frozen")).contains("bye");
    }

    @Test
    void findsAGrandchildInASessionOfItsOwn() throws Exception {
        startAndAwait("daemon", "(setsid sh -c 'echo away; exec sleep 100' &) ; echo up; exec sleep 100");
        services.awaitLog("daemon", "away\n");
        assertThat(services.marked()).hasSize(2);

        assertThat(services.supervisor.stop("daemon", ServiceFixture.GRACE)).isInstanceOf(StopResult.Stopped.class);
        assertThat(services.marked()).isEmpty();
    }

    @Test
    void findsAGrandchildThatLostTheCookieByTheRunLock() throws Exception {
        startAndAwait(
                "shy",
                "(setsid env -i " + ServiceFixture.MARK + "=\"$" + ServiceFixture.MARK
                        + "\" /bin/sh -c 'echo away; exec sleep 100' &) ; echo up; exec sleep 100");
        services.awaitLog("shy", "away\n");
        assertThat(services.marked()).hasSize(2);

        assertThat(services.supervisor.stop("shy", ServiceFixture.GRACE)).isInstanceOf(StopResult.Stopped.class);
        assertThat(services.marked()).isEmpty();
    }

    @Test
    void knowsAServiceThatStartedItselfAnewWithoutTheCookie() throws Exception {
        startAndAwait(
                "bare", "echo up; exec env -i " + ServiceFixture.MARK + "=\"$" + ServiceFixture.MARK + "\" sleep 100");
        Awaitility.await()
                .until(() -> new LinuxProcesses()
                                .cookie(
                                        services.ids("bare").pid(),
                                        services.record("bare").instance())
                        == HostProcesses.CookieFinding.ABSENT);

        assertThat(services.supervisor.status("bare")).isInstanceOf(ServiceStatus.Running.class);
        assertThat(services.supervisor.stop("bare", ServiceFixture.GRACE)).isInstanceOf(StopResult.Stopped.class);
        assertThat(services.marked()).isEmpty();
    }

    @Test
    void stopsAServiceWhoseShimWasKilled() throws Exception {
        startAndAwait("orphan", "echo up; exec sleep 100");
        new LinuxProcesses().kill(services.ids("orphan").shim());
        assertThat(services.supervisor.status("orphan")).isInstanceOf(ServiceStatus.Running.class);

        assertThat(services.supervisor.stop("orphan", ServiceFixture.GRACE))
                .isInstanceOfSatisfying(StopResult.Stopped.class, stopped -> {
                    assertThat(stopped.exit()).isNull();
                    assertThat(stopped.killed()).isFalse();
                });
        assertThat(services.marked()).isEmpty();
    }

    @Test
    void interruptedStopCanBeRepeated() throws Exception {
        startAndAwait("slow", "trap '' TERM; echo up; while :; do sleep 0.1; done");
        ServiceProgress.Listener interrupting =
                progress -> Thread.currentThread().interrupt();
        assertThatThrownBy(() -> services.supervisor.stop("slow", Duration.ofSeconds(20), interrupting))
                .isInstanceOf(InterruptedException.class);

        assertThat(services.supervisor.stop("slow", Duration.ofMillis(100))).isInstanceOf(StopResult.Stopped.class);
        assertThat(services.marked()).isEmpty();
        assertThat(services.eventNames()).doesNotContain("service_crash");
    }

    @Test
    void reportsACrashOnceWithCodeSignalAndTime() throws Exception {
        startAndAwait("crash", "echo up; exec sleep 100");
        new LinuxProcesses().kill(services.ids("crash").pid());
        Awaitility.await().until(() -> services.supervisor.status("crash") instanceof ServiceStatus.Crashed);

        assertThat(services.supervisor.status("crash")).isInstanceOfSatisfying(ServiceStatus.Crashed.class, crashed -> {
            assertThat(crashed.exit().code()).isEqualTo(137);
            assertThat(crashed.exit().signal()).hasValue(9);
            assertThat(crashed.exit().describe()).isEqualTo("exit code 137 (SIGKILL)");
        });
        assertThat(services.eventNames()).containsOnlyOnce("service_crash");
        assertThat(services.supervisor.stop("crash", ServiceFixture.GRACE)).isInstanceOf(StopResult.NotRunning.class);
        assertThat(services.supervisor.status("crash")).isInstanceOf(ServiceStatus.Stopped.class);
    }

    @Test
    void startAfterACrashEndsWhatTheLeaderLeft() throws Exception {
        startAndAwait("messy", "sleep 100 & echo up; exec sleep 100");
        Awaitility.await().until(() -> services.marked().size() == 2);
        new LinuxProcesses().kill(services.ids("messy").pid());
        Awaitility.await().until(() -> services.marked().size() == 1);

        StartResult again = services.supervisor.spawn(services.shell("messy", "exec sleep 100"));

        assertThat(again).isInstanceOf(StartResult.Started.class);
        Awaitility.await()
                .untilAsserted(() -> assertThat(services.marked())
                        .containsExactly(again.instance().pid()));
        assertThat(services.eventNames()).containsOnlyOnce("service_crash");
    }
}
