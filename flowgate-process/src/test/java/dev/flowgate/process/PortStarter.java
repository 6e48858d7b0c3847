package dev.flowgate.process;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** A program for tests that starts a {@link Payload}, says so, and ends, waits for readiness, or lingers. */
public final class PortStarter {
    private PortStarter() {}

    /**
     * Arguments: the runtime directory, the name, {@code spawn}, {@code await} or {@code linger}, the port, and the host,
     * if it is to be the right one.
     */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws InterruptedException {
        Path folder = Path.of(arguments[0]);
        int port = Integer.parseInt(arguments[3]);
        String host = arguments.length > 4 ? arguments[4] : "127.0.0.2";
        // It listens on 127.0.0.1, so that whoever waits for it here goes on waiting.
        ServiceSpec spec = new ServiceSpec(
                arguments[1],
                ServiceFixture.java(Payload.class, Integer.toString(port), "200"),
                folder,
                Map.of(ServiceFixture.MARK, folder.toString()),
                Set.of(),
                host,
                port,
                ServiceProbes.readyAt(URI.create("http://" + host + ":" + port + "/")),
                Duration.ofSeconds(50),
                Duration.ofSeconds(5));
        ServiceSupervisor supervisor = ServiceSupervisor.in(folder);
        StartResult start = supervisor.spawn(spec);
        System.out.println("spawned");
        switch (arguments[2]) {
            case "await" -> supervisor.awaitReady(spec, start.instance(), ServiceProgress.Listener.NONE);
            case "linger" -> new CountDownLatch(1).await();
            default -> System.out.println("done");
        }
    }
}
