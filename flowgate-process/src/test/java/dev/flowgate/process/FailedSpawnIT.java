package dev.flowgate.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A start whose first process ends at once and leaves another one in the background. */
@Timeout(60)
class FailedSpawnIT {
    private static final int ATTEMPTS = 50;

    @RegisterExtension
    final ServiceFixture services = new ServiceFixture();

    private ServiceSpec spec = services.shell("away", "(setsid sleep 100 &) ; echo gone; exit 3");

    /** Starts until it fails: whether the first process is still seen running is chance. */
    private ProcessException failureOf(Callable<?> start) throws Exception {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                start.call();
            } catch (ProcessException failure) {
                return failure;
            }
            services.supervisor.stop(spec.name(), ServiceFixture.GRACE);
        }
        throw new AssertionError("the first process was seen running " + ATTEMPTS + " times");
    }

    @Test
    void endsWhatItBegan() throws Exception {
        ProcessException failure = failureOf(() -> services.supervisor.spawn(spec));

        assertThat(failure.failure()).isInstanceOfSatisfying(ProcessFailure.EarlyExit.class, early -> {
            assertThat(early.exit().code()).isEqualTo(3);
            assertThat(early.lastLogLines()).containsExactly("gone");
        });
        assertThat(failure.getSuppressed()).isEmpty();
        assertThat(services.marked()).isEmpty();
        assertThat(services.supervisor.status(spec.name()))
                .isInstanceOfSatisfying(
                        ServiceStatus.Crashed.class,
                        crashed -> assertThat(crashed.exit().code()).isEqualTo(3));
    }

    @Test
    void interruptOfTheCleanUpDoesNotHideTheFailure() throws Exception {
        ServiceFolder folder = ServiceFolder.of(services.folder, spec.name());
        HostProcesses processes = HostProcesses.current();
        Stop stop = new Stop(
                processes,
                folder,
                new Grace(ServiceFixture.GRACE, () -> false),
                progress -> Thread.currentThread().interrupt());
        Launch launch = new Launch(processes, new Identity(processes).here(), Clock.systemUTC(), stop, false);

        ProcessException failure = failureOf(() -> {
            folder.create();
            return launch.run(folder, spec, ServiceRecord.Desired.UP, Path.of("/bin/sh"), spec.environment());
        });

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure.failure()).isInstanceOf(ProcessFailure.EarlyExit.class);
        assertThat(failure.getSuppressed()).singleElement().isInstanceOf(InterruptedException.class);
        assertThat(services.supervisor.status(spec.name())).isInstanceOf(ServiceStatus.Crashed.class);
    }
}
