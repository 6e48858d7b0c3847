package dev.flowgate.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A program for tests that starts a service and ends, as the command line does. */
public final class Starter {
    private Starter() {}

    /** Arguments: the runtime directory, the name, the command. Prints the pid. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws InterruptedException {
        ServiceSupervisor supervisor = ServiceSupervisor.in(Path.of(arguments[0]));
        StartResult result = supervisor.spawn(new ServiceSpec(
                arguments[1],
                List.of(arguments).subList(2, arguments.length),
                Path.of("/"),
                Map.of(),
                Set.of(),
                "127.0.0.1",
                0,
                ServiceProbes.NONE,
                Duration.ofSeconds(10),
                Duration.ofSeconds(2)));
        System.out.println("pid=" + result.instance().pid());
    }
}
