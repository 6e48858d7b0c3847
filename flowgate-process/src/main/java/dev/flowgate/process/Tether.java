package dev.flowgate.process;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.LoggerFactory;

/**
 * Ties a service to this JVM. The shim of such a service has a pipe for its standard input, whose write end nobody but this
 * JVM holds: Java closes it in every other child before that runs. A guard in the service's process group waits for the end
 * of the pipe, which comes however the JVM ends, and then ends the group.
 */
final class Tether {
    // The pipe must not be closed while the service runs, also when nobody refers to it any more.
    private static final Set<Process> HELD = ConcurrentHashMap.newKeySet();

    private Tether() {}

    /** Returns the arguments that the shim needs before its others. */
    static List<String> arguments(Duration grace) {
        // The guard counts in seconds, and a service gets no less than it was promised.
        long seconds = grace.plusMillis(999).toSeconds();
        return List.of("--tether", Long.toString(seconds));
    }

    /** Keeps the pipe of a shim that was just started, until that ends. */
    static void hold(Process shim) {
        HELD.add(shim);
        var unused = shim.onExit().thenAccept(Tether::release);
    }

    private static void release(Process ended) {
        HELD.remove(ended);
        try {
            ended.getOutputStream().close();
        } catch (IOException failed) {
            LoggerFactory.getLogger(Tether.class).debug("Cannot close the pipe to shim {}", ended.pid(), failed);
        }
    }
}
