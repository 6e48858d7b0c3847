package dev.flowgate.process;

import dev.flowgate.config.ServiceConfig.RestartPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** A program for tests that supervises a service which is to end with it. */
public final class Host {
    private Host() {}

    /** Argument: the runtime directory. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws InterruptedException {
        ServiceSupervisor services = ServiceSupervisor.in(Path.of(arguments[0]));
        ServiceSpec spec = new ServiceSpec(
                "hosted",
                List.of("/bin/sh", "-c", "exec sleep 100"),
                Path.of("/"),
                Map.of(ServiceFixture.MARK, arguments[0]),
                Set.of(),
                "127.0.0.1",
                0,
                ServiceProbes.NONE,
                Duration.ofSeconds(10),
                Duration.ofSeconds(2));
        services.start(spec);
        try (Supervision supervision = Supervision.builder(services)
                .watch(spec, RestartPolicy.ON_FAILURE)
                .stopServicesWithHost()
                .start()) {
            System.out.println("supervised");
            new CountDownLatch(1).await();
        }
    }
}
