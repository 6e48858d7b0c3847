package dev.flowgate.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rounds of starts and stops with services as they are: servers with workers, deaf shells, daemons. */
@Timeout(300)
class RealPayloadIT {
    private static final String NAME = FaultFixture.NAME;

    @RegisterExtension
    final FaultFixture faults = new FaultFixture();

    private final ServiceFixture services = faults.services;

    private void stop(FaultTally tally, Duration grace) throws InterruptedException {
        assertThat(faults.endRound(tally, grace)).isInstanceOf(StopResult.Stopped.class);
    }

    private Path server() throws IOException {
        try (InputStream resource = Objects.requireNonNull(RealPayloadIT.class.getResourceAsStream("workers.py"))) {
            return Files.write(services.folder.resolve("workers.py"), resource.readAllBytes());
        }
    }

    @Test
    void pythonServerWithWorkersLeavesNoneWhicheverProcessIsKilled() throws Exception {
        Tools.require("python3");
        FaultTally tally = new FaultTally("python server with workers, one of them killed");
        Random random = new Random(7);
        int port = FreePort.next();
        ServiceSpec spec = services.spec(
                NAME,
                List.of("python3", server().toString(), Integer.toString(port)),
                port,
                URI.create("http://127.0.0.1:" + port + "/"));
        for (int round = 0; round < Faults.count(3, 40); round++) {
            services.supervisor.start(spec);
            Awaitility.await().until(() -> services.marked().size() == 4);
            faults.countCopies(tally);
            List<Long> processes = services.marked();
            new LinuxProcesses().kill(processes.get(round == 0 ? 0 : random.nextInt(processes.size())));
            tally.kill();

            // The listening socket is held by whoever is left: the next start has to end them first.
            services.supervisor.start(spec);

            faults.countCopies(tally);
            stop(tally, ServiceFixture.GRACE);
        }
        faults.report(tally);
    }

    @Test
    void shellThatIgnoresTermIsKilledWithItsChildren() throws Exception {
        FaultTally tally = new FaultTally("shell and child that ignore TERM");
        ServiceSpec spec =
                services.shell(NAME, "trap '' TERM; (while :; do sleep 0.2; done) & while :; do sleep 0.2; done");
        for (int round = 0; round < Faults.count(3, 40); round++) {
            services.supervisor.spawn(spec);
            faults.countCopies(tally);
            stop(tally, Duration.ofMillis(100));
        }
        faults.report(tally);
    }

    @Test
    void daemonThatForksTwiceIsFoundInItsOwnSession() throws Exception {
        FaultTally tally = new FaultTally("daemon that forks twice into its own session");
        ServiceSpec spec =
                services.shell(NAME, "( ( exec setsid sh -c 'touch away; exec sleep 100' ) & ) ; exec sleep 100");
        Path away = services.folder.resolve("away");
        for (int round = 0; round < Faults.count(3, 40); round++) {
            services.supervisor.spawn(spec);
            Awaitility.await()
                    .until(() -> Files.exists(away) && services.marked().size() == 2);
            Files.delete(away);
            stop(tally, ServiceFixture.GRACE);
        }
        faults.report(tally);
    }
}
