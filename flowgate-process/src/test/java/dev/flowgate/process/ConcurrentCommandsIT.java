package dev.flowgate.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Commands of several JVMs that begin at the same moment. */
@Timeout(600)
class ConcurrentCommandsIT {
    private static final String NAME = FaultFixture.NAME;
    private static final Duration AHEAD = Duration.ofMillis(5);

    @RegisterExtension
    final FaultFixture faults = new FaultFixture();

    private final ServiceFixture services = faults.services;
    private final List<WorkerProcess> workers = new ArrayList<>();

    @AfterEach
    void close() {
        workers.forEach(WorkerProcess::close);
    }

    private void workers(int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            workers.add(WorkerProcess.start(services.folder));
        }
        for (WorkerProcess worker : workers) {
            worker.awaitReady();
        }
    }

    /** Has each worker begin its command at the same moment, and returns all answers. */
    private List<String> together(int threads, String... commands) throws InterruptedException {
        long at = System.nanoTime() + AHEAD.toNanos();
        for (int i = 0; i < commands.length; i++) {
            workers.get(i).send("@" + at + " *" + threads + " " + commands[i] + " " + NAME);
        }
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < commands.length; i++) {
            for (int thread = 0; thread < threads; thread++) {
                answers.add(workers.get(i).answer());
            }
        }
        assertThat(answers).allMatch(answer -> answer.startsWith("ok "));
        return answers;
    }

    private void awaitCopies(FaultTally tally, int copies) {
        faults.countCopies(tally);
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(services.groups()).hasSize(copies));
    }

    @Test
    void eightStartsInFourJvmsStartOneCopyAndAllNameIt() throws Exception {
        FaultTally tally = new FaultTally("eight starts at once, in four JVMs");
        workers(4);
        for (int round = 0; round < Faults.count(4, 100); round++) {
            Set<String> pids = new TreeSet<>(together(2, "spawn", "spawn", "spawn", "spawn"));

            awaitCopies(tally, 1);
            assertThat(pids).containsExactly("ok " + services.ids(NAME).pid());
            faults.endRound(tally, ServiceFixture.GRACE);
        }
        faults.report(tally);
    }

    @Test
    void startAndStopAtOnceEndInOneOfTheTwoStates() throws Exception {
        FaultTally tally = new FaultTally("a start and a stop at once, in two JVMs");
        workers(2);
        for (int round = 0; round < Faults.count(4, 100); round++) {
            if (round % 2 == 1) {
                services.supervisor.spawn(Worker.spec(services.folder, NAME));
            }

            together(1, "spawn", "stop");

            ServiceStatus status = services.supervisor.status(NAME);
            assertThat(status).isInstanceOfAny(ServiceStatus.Running.class, ServiceStatus.Stopped.class);
            awaitCopies(tally, status instanceof ServiceStatus.Running ? 1 : 0);
            faults.endRound(tally, ServiceFixture.GRACE);
        }
        faults.report(tally);
    }

    @Test
    void twoRestartsAtOnceEndWithOneCopy() throws Exception {
        FaultTally tally = new FaultTally("two restarts at once, in two JVMs");
        workers(2);
        for (int round = 0; round < Faults.count(3, 100); round++) {
            services.supervisor.spawn(Worker.spec(services.folder, NAME));

            together(1, "restart", "restart");

            awaitCopies(tally, 1);
            faults.endRound(tally, ServiceFixture.GRACE);
        }
        faults.report(tally);
    }

    @Test
    void stopsAtOnceAllSucceed() throws Exception {
        FaultTally tally = new FaultTally("eight stops at once, in four JVMs");
        workers(4);
        for (int round = 0; round < Faults.count(2, 50); round++) {
            services.supervisor.spawn(Worker.spec(services.folder, NAME));

            List<String> answers = together(2, "stop", "stop", "stop", "stop");

            assertThat(answers).containsOnlyOnce("ok Stopped").contains("ok NotRunning");
            awaitCopies(tally, 0);
            faults.endRound(tally, ServiceFixture.GRACE);
        }
        faults.report(tally);
    }
}
