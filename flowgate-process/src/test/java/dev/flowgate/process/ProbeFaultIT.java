package dev.flowgate.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Services that answer a probe wrongly, late or never, and programs that cannot run. */
@Timeout(60)
class ProbeFaultIT {
    private static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final byte[] ELF_OF_ANOTHER_MACHINE = {
        0x7f, 'E', 'L', 'F', 2, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 22, 0, 0, 0, 1
    };

    @RegisterExtension
    final ServiceFixture services = new ServiceFixture();

    private ServiceSpec spec(List<String> command, int port, @Nullable URI readiness, Duration deadline) {
        return ServiceFixture.within(services.spec("svc", command, port, readiness), deadline);
    }

    private ServiceSpec faulty(String how, Duration deadline) throws IOException {
        int port = FreePort.next();
        return spec(
                ServiceFixture.java(FaultyPayload.class, Integer.toString(port), how),
                port,
                URI.create("http://127.0.0.1:" + port + "/"),
                deadline);
    }

    /** Returns the failure of waiting for a service that was started before, which takes as long as it may. */
    private ProcessException failsAtTheDeadline(ServiceSpec spec) throws InterruptedException {
        StartResult start = services.supervisor.spawn(spec);
        long before = System.nanoTime();
        ProcessException failure = catchThrowableOfType(
                ProcessException.class,
                () -> services.supervisor.awaitReady(spec, start.instance(), ServiceProgress.Listener.NONE));
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isBetween(DEADLINE.multipliedBy(9).dividedBy(10), DEADLINE.plusMillis(1500));
        assertThat(failure.failure()).isInstanceOf(ProcessFailure.NotReady.class);
        return failure;
    }

    @Test
    void serviceThatNeverListensIsGivenUpAtTheDeadline() throws Exception {
        int port = FreePort.next();
        List<String> command = List.of("/bin/sh", "-c", "exec sleep 100");

        assertThat(failsAtTheDeadline(spec(command, port, null, DEADLINE))).hasMessageContaining("nobody listens on");
    }

    @Test
    void answerThatStallsAfterItsHeadIsNotReadiness() throws Exception {
        assertThat(failsAtTheDeadline(faulty("stall", DEADLINE))).isNotNull();
    }

    @Test
    void serviceThatAnswersErrorsFirstBecomesReady() throws Exception {
        ServiceSpec spec = faulty("late", Duration.ofSeconds(20));

        assertThat(services.supervisor.start(spec)).isInstanceOf(StartResult.Started.class);
        assertThat(services.eventNames()).containsExactly("service_start", "service_ready");
    }

    @ParameterizedTest
    @ValueSource(strings = {"elf", "empty-interpreter"})
    void programThatCannotBeExecutedIsSaidToBeOne(String kind) throws Exception {
        Path program = services.folder.resolve("program");
        if (kind.equals("elf")) {
            Files.write(program, ELF_OF_ANOTHER_MACHINE);
        } else {
            Files.writeString(program, "#!/no/such/interpreter\n");
        }
        assertThat(program.toFile().setExecutable(true)).isTrue();

        ProcessException failure = catchThrowableOfType(
                ProcessException.class,
                () -> services.supervisor.start(spec(List.of(program.toString()), 0, null, DEADLINE)));

        assertThat(failure.failure())
                .isInstanceOfSatisfying(
                        ProcessFailure.EarlyExit.class,
                        early -> assertThat(early.exit().code()).isIn(126, 127));
        assertThat(failure).hasMessageContainingAll("cannot be executed", "first line");
        assertThat(services.marked()).isEmpty();
    }
}
