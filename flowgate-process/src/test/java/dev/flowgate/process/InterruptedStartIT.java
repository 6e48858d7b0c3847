package dev.flowgate.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An interrupt at any moment of a start is an interrupt, and leaves nothing behind. */
@Timeout(60)
class InterruptedStartIT {
    private static final int ROUNDS = 12;
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private ServiceFixture services;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        services = new ServiceFixture(folder);
    }

    @AfterEach
    void close() throws InterruptedException {
        services.close();
    }

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
