package example;

import dev.flowgate.config.ServiceConfig.RestartPolicy;
import dev.flowgate.process.ServiceInstance;
import dev.flowgate.process.ServiceProbes;
import dev.flowgate.process.ServiceSpec;
import dev.flowgate.process.ServiceStatus;
import dev.flowgate.process.ServiceSupervisor;
import dev.flowgate.process.Supervision;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs a service that is restarted when it crashes and ends with this program, even if that is killed, and kills it once to show that. */
public final class SupervisedService {
    public static void main(String[] args) throws Exception {
        CountDownLatch restarted = new CountDownLatch(1);
        ServiceSupervisor services = ServiceSupervisor.builder(Path.of(args[0]))
                .stopServicesWithHost()
                .events(event -> {
                    System.out.println(event.event() + ": " + event.detail());
                    if (event.event().equals("service_restart")) {
                        restarted.countDown();
                    }
                })
                .build();
        ServiceSpec spec = new ServiceSpec("sleeper", List.of("/bin/sleep", "600"), Path.of("/"), Map.of(), Set.of(),
                "127.0.0.1", 0, ServiceProbes.NONE, Duration.ofSeconds(10), Duration.ofSeconds(5));
        ServiceInstance instance = services.start(spec).instance();
        try (Supervision supervision = Supervision.builder(services)
                .watch(spec, RestartPolicy.ON_FAILURE)
                .stopServicesWithHost()
                .start()) {
            ProcessHandle.of(instance.pid()).ifPresent(ProcessHandle::destroyForcibly);
            if (!restarted.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("The service was not restarted.");
            }
        }
        if (!(services.status("sleeper") instanceof ServiceStatus.Stopped)) {
            throw new IllegalStateException("The service outlived the supervision.");
        }
    }
}
