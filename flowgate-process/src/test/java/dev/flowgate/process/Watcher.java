package dev.flowgate.process;

import dev.flowgate.config.ServiceConfig.RestartPolicy;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A program for tests that supervises the service which a {@link Worker} starts, until it is killed. */
public final class Watcher {
    private Watcher() {}

    /** Arguments: the runtime directory, the service's name. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws InterruptedException {
        Path folder = Path.of(arguments[0]);
        try (Supervision supervision = Supervision.builder(ServiceSupervisor.in(folder))
                .settings(ShortPauses::apply)
                .watch(Worker.spec(folder, arguments[1]), RestartPolicy.ALWAYS)
                .start()) {
            System.out.println("ready");
            new CountDownLatch(1).await();
        }
    }
}
