package dev.flowgate.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Commands that are killed at a random moment of what they do. */
@Timeout(900)
class KilledCommandIT {
    private static final String NAME = FaultFixture.NAME;
    private static final int AHEAD = 2;

    @RegisterExtension
    final FaultFixture faults = new FaultFixture();

    private final ServiceFixture services = faults.services;
    private final Random random = new Random(20261122);
    private final Queue<WorkerProcess> ahead = new ArrayDeque<>();

    @AfterEach
    void close() {
        ahead.forEach(WorkerProcess::close);
    }

    /** A worker that is ready, so that the moment of its end is one of its work and not of its JVM's start. */
    private WorkerProcess worker() throws InterruptedException {
        while (ahead.size() <= AHEAD) {
            ahead.add(WorkerProcess.start(services.folder));
        }
        return ahead.remove().awaitReady();
    }

    /** Returns how long a fresh worker takes, so that every moment of that can be hit. */
    private long window(String command) throws InterruptedException {
        try (WorkerProcess worker = worker()) {
            long before = System.nanoTime();
            assertThat(worker.ask(command)).startsWith("ok ");
            return System.nanoTime() - before;
        }
    }

    private void killAtRandom(String command, long window, FaultTally tally) throws InterruptedException {
        try (WorkerProcess worker = worker()) {
            worker.send(command);
            if (worker.killAfter((long) (random.nextDouble() * window))) {
                tally.kill();
            }
        }
    }

    private void stopAndCount(FaultTally tally) throws Exception {
        faults.endRound(tally, ServiceFixture.GRACE);
        assertThat(services.supervisor.status(NAME)).isInstanceOf(ServiceStatus.Stopped.class);
    }

    private void report(FaultTally tally) throws Exception {
        faults.report(tally);
        assertThat(tally.kills()).as("kills that hit a command at work").isPositive();
    }

    @Test
    void startsLeaveOneCopyAtMostAndTheNextStartOneExactly() throws Exception {
        FaultTally tally = new FaultTally("kill -9 of a start at a random moment");
        ServiceSpec spec = Worker.spec(services.folder, NAME);
        long window = window("spawn " + NAME);
        services.supervisor.stop(NAME, ServiceFixture.GRACE);
        for (int round = 0; round < Faults.count(6, 200); round++) {
            killAtRandom("spawn " + NAME, window, tally);
            if (round % 4 == 3) {
                lie(round);
            }

            StartResult start = services.supervisor.spawn(spec);

            faults.countCopies(tally);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThat(services.groups())
                            .containsExactly(start.instance().pid()));
            stopAndCount(tally);
        }
        report(tally);
    }

    @Test
    void stopsCanBeRepeated() throws Exception {
        FaultTally tally = new FaultTally("kill -9 of a stop at a random moment");
        ServiceSpec spec = Worker.spec(services.folder, NAME);
        services.supervisor.spawn(spec);
        long window = window("stop " + NAME);
        for (int round = 0; round < Faults.count(6, 200); round++) {
            services.supervisor.spawn(spec);
            faults.countCopies(tally);
            killAtRandom("stop " + NAME, window, tally);
            if (round % 4 == 3) {
                lie(round);
            }
            stopAndCount(tally);
        }
        report(tally);
        assertThat(services.eventNames()).doesNotContain("service_crash");
    }

    @Test
    void restartsEndWithOneCopyOrNone() throws Exception {
        FaultTally tally = new FaultTally("kill -9 of a restart at a random moment");
        services.supervisor.spawn(Worker.spec(services.folder, NAME));
        long window = window("restart " + NAME);
        for (int round = 0; round < Faults.count(4, 100); round++) {
            services.supervisor.spawn(Worker.spec(services.folder, NAME));
            killAtRandom("restart " + NAME, window, tally);
            StartResult start = services.supervisor.spawn(Worker.spec(services.folder, NAME));
            faults.countCopies(tally);
            assertThat(services.runs(start.instance().pid())).isTrue();
            stopAndCount(tally);
        }
        report(tally);
    }

    @Test
    void recordThatIsRewrittenIsReadableAfterwards() throws Exception {
        FaultTally tally = new FaultTally("kill -9 while the record is rewritten");
        services.supervisor.spawn(Worker.spec(services.folder, NAME));
        for (int round = 0; round < Faults.count(4, 40); round++) {
            try (WorkerProcess worker = worker()) {
                worker.send("rewrite " + NAME);
                if (worker.killAfter(20_000_000 + random.nextInt(60_000_000))) {
                    tally.kill();
                }
            }
            assertThat(services.record(NAME).service()).isEqualTo(NAME);
            tally.round();
        }
        report(tally);
    }

    /** Makes the record, if there is one, name a stranger. */
    private void lie(int round) {
        ServiceFolder folder = services.folderOf(NAME);
        if (RecordReader.read(folder) instanceof RecordReader.Reading.Present present) {
            RecordWriter.write(folder, present.record().running(faults.bystanders.ids(round)));
        }
    }
}
