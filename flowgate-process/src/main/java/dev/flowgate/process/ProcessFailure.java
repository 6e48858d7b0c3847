package dev.flowgate.process;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can go wrong with a service, for programs; {@link ProcessException#getMessage()} says the same to people. */
public sealed interface ProcessFailure {
    /**
     * Another start or stop of the service is under way and did not end in time.
     *
     * @param holder who does it, as far as it is known
     */
    record Busy(String holder) implements ProcessFailure {}

    /**
     * The service's port is taken.
     *
     * @param host the address
     * @param port the port
     * @param owner who listens there; null when that cannot be seen
     */
    record PortInUse(String host, int port, @Nullable PortOwner owner) implements ProcessFailure {}

    /**
     * The program does not exist, is no file or may not be executed.
     *
     * @param program as the command names it
     */
    record ProgramNotRunnable(String program) implements ProcessFailure {}

    /**
     * The working directory does not exist or is no folder.
     *
     * @param workingDirectory the folder
     */
    record NoWorkingDirectory(Path workingDirectory) implements ProcessFailure {}

    /**
     * The service ended before it was ready; whatever its exit code, that is a failure.
     *
     * @param exit how it ended
     * @param lastLogLines the last lines it wrote, at most 20
     */
    record EarlyExit(ServiceExit exit, List<String> lastLogLines) implements ProcessFailure {
        /** Copies the lines. */
        public EarlyExit {
            lastLogLines = List.copyOf(lastLogLines);
        }
    }

    /**
     * The service was not ready in time. It still runs.
     *
     * @param lastSeen what it lacked
     */
    record NotReady(String lastSeen) implements ProcessFailure {}

    /** Somebody stopped or restarted the service while its readiness was awaited. */
    record StoppedMeanwhile() implements ProcessFailure {}

    /**
     * Processes of an earlier run are still there and could not be ended.
     *
     * @param survivors one line for each process
     */
    record Leftovers(List<String> survivors) implements ProcessFailure {
        /** Copies the list. */
        public Leftovers {
            survivors = List.copyOf(survivors);
        }
    }

    /**
     * It cannot be told whether the recorded process is the service, so it is neither signalled nor replaced.
     *
     * @param reason what was found
     */
    record Unverifiable(String reason) implements ProcessFailure {}

    /**
     * A file or folder of the supervision could not be read or written.
     *
     * @param path which one
     */
    record Storage(Path path) implements ProcessFailure {}

    /**
     * The operating system did not start a process.
     *
     * @param program what should have been started
     */
    record SpawnFailed(String program) implements ProcessFailure {}

    /**
     * Services are not supervised on this operating system.
     *
     * @param operatingSystem its name
     */
    record Unsupported(String operatingSystem) implements ProcessFailure {}
}
