package dev.flowgate.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A program for tests that starts two services which end with it: {@code polite}, and {@code stubborn}, which ignores SIGTERM
 * as its child does. It also has an ordinary child. It ends in good order when its standard input does.
 */
public final class TiedHost {
    static final Duration GRACE = Duration.ofSeconds(1);

    private TiedHost() {}

    static ServiceSpec spec(Path folder, String name, String script) {
        return new ServiceSpec(
                name,
                List.of("/bin/sh", "-c", script),
                folder,
                Map.of(ServiceFixture.MARK, folder.toString()),
                Set.of(),
                "127.0.0.1",
                0,
                ServiceProbes.NONE,
                Duration.ofSeconds(10),
                GRACE);
    }

    /** Argument: the runtime directory. Prints the ordinary child's pid. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Path.of(arguments[0]);
        ServiceSupervisor services =
                ServiceSupervisor.builder(folder).stopServicesWithHost().build();
        services.spawn(spec(folder, "polite", "sleep 300 & exec sleep 300"));
        services.spawn(spec(folder, "stubborn", "trap '' TERM; sleep 300 & exec sleep 300"));
        Process child = new ProcessBuilder("sleep", "60").start();
        System.out.println("child " + child.pid());
        System.in.readAllBytes();
        child.destroy();
    }
}
