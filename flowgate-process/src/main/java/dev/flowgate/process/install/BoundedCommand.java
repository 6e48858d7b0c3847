package dev.flowgate.process.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A command that is run to its end, in a bounded time, and with nothing in its environment but what it is given. What it
 * started ends with it when it is given up, and, where setsid(1) is there, also when this process is killed.
 *
 * @param command the program, by its path, and its arguments
 * @param environment all that it gets
 * @param limit how long it may take
 */
record BoundedCommand(List<String> command, Map<String, String> environment, Duration limit) {
    private static final Duration KILL_PATIENCE = Duration.ofSeconds(2);
    private static final Optional<Path> SETSID = Stream.of("/usr/bin/setsid", "/bin/setsid")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst();

    /**
     * How a command ended.
     *
     * @param ended whether it ended by itself; false when its time was up
     * @param exitValue its exit status
     * @param lines the last lines of its output, of both streams
     */
    record Outcome(boolean ended, int exitValue, List<String> lines) {
        boolean succeeded() {
            return ended && exitValue == 0;
        }
    }

    /**
     * Runs it.
     *
     * @param listener is told each line of its output, on this thread; what it throws ends the command and is thrown here
     * @throws IOException if it cannot be started
     * @throws InterruptedException if the thread is interrupted; the command has then ended
     */
    Outcome run(Consumer<String> listener) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        Process process = start();
        boolean orderly = false;
        try {
            CommandOutput output = CommandOutput.of(process);
            boolean ended = output.deliver(listener, deadline)
                    && process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            orderly = ended;
            return new Outcome(ended, ended ? process.exitValue() : -1, output.last());
        } finally {
            if (!orderly) {
                kill(process);
            }
        }
    }

    private Process start() throws IOException {
        List<String> tied = new ArrayList<>();
        if (SETSID.isPresent()) {
            tied.addAll(List.of(SETSID.get().toString(), "/bin/sh", "-c", BundledFiles.text("tied.sh"), "sh"));
        }
        tied.addAll(command);
        // In the root folder neither Python nor uv finds anything beside it that changes what they do.
        ProcessBuilder builder =
                new ProcessBuilder(tied).directory(Path.of("/").toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Ends it with all it has started, and returns when that has ended, even in a thread that is being interrupted. */
    private static void kill(Process process) {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        boolean interrupted = false;
        try {
            // The end of its input ends the whole group.
            process.getOutputStream().close();
        } catch (IOException ended) {
            // Its end of the pipe is closed: it has ended already.
        }
        for (ProcessHandle each : all) {
            interrupted |= awaitEnd(each);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean awaitEnd(ProcessHandle process) {
        boolean interrupted = false;
        if (SETSID.isEmpty()) {
            process.destroyForcibly();
        }
        for (int round = 0; round < 2 && process.isAlive(); round++) {
            try {
                process.onExit().get(KILL_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException stuck) {
                process.destroyForcibly();
            } catch (InterruptedException again) {
                interrupted = true;
            } catch (ExecutionException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
        return interrupted;
    }
}
