package dev.flowgate.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An interrupt at any moment of a start is an interrupt, and leaves nothing behind. */
@Timeout(60)
class InterruptedStartIT {
    private static final int ROUNDS = 12;
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    @RegisterExtension
    final ServiceFixture services = new ServiceFixture();

    @Test
    void anInterruptIsNeverTakenForAFullDisk() throws Exception {
        ServiceSpec spec = services.shell("svc", "sleep 300 & exec sleep 300");
        for (int round = 0; round < ROUNDS; round++) {
            FutureTask<StartResult> start = new FutureTask<>(() -> services.supervisor.start(spec));
            Thread starter = new Thread(start);
            starter.start();
            LockSupport.parkNanos(round * STEP_NANOS);

            starter.interrupt();

            starter.join();
            assertThat(failureOf(start)).isInstanceOf(InterruptedException.class);
            assertThat(services.marked()).isEmpty();
            assertThat(services.supervisor.status("svc")).isInstanceOf(ServiceStatus.Stopped.class);
        }
    }

    private static @Nullable Throwable failureOf(FutureTask<StartResult> start) throws InterruptedException {
        try {
            return new AssertionError("started: " + start.get());
        } catch (ExecutionException failed) {
            return failed.getCause();
        }
    }
}
