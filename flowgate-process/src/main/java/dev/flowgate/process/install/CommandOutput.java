package dev.flowgate.process.install;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The output of a process, line by line, read by a thread of its own so that waiting for a line can be bounded. */
final class CommandOutput {
    private static final int QUEUED_LINES = 1000;
    private static final int KEPT_LINES = 200;
    private static final int LINE_CHARACTERS = 8192;
    private static final long LOOK_MILLIS = 200;
    private static final long PATIENCE_AFTER_EXIT_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Process process;
    /** Lines, and then nothing, once. */
    private final BlockingQueue<Optional<String>> queue = new LinkedBlockingQueue<>(QUEUED_LINES);

    private final Deque<String> last = new ArrayDeque<>();

    private CommandOutput(Process process) {
        this.process = process;
    }

    /** Starts to read. */
    static CommandOutput of(Process process) {
        CommandOutput output = new CommandOutput(process);
        Thread reader = new Thread(output::read, "flowgate-install-output");
        reader.setDaemon(true);
        reader.start();
        return output;
    }

    /** Hands over lines until there are no more; returns false when the time is up before. */
    boolean deliver(Consumer<String> listener, long deadline) throws InterruptedException {
        long exited = 0;
        while (System.nanoTime() - deadline < 0) {
            Optional<String> next = queue.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            if (next != null) {
                if (next.isEmpty()) {
                    return true;
                }
                String line = next.get();
                last.addLast(line);
                if (last.size() > KEPT_LINES) {
                    last.removeFirst();
                }
                listener.accept(line);
            } else if (!process.isAlive()) {
                // Something that the command left behind keeps its output open.
                exited = exited == 0 ? System.nanoTime() : exited;
                if (System.nanoTime() - exited >= PATIENCE_AFTER_EXIT_NANOS) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Returns the last lines that were handed over. */
    List<String> last() {
        return List.copyOf(last);
    }

    private void read() {
        StringBuilder line = new StringBuilder();
        try {
            try (Reader reader = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
                for (int character = reader.read(); character >= 0; character = reader.read()) {
                    if (character == '\n') {
                        put(Optional.of(line.toString()));
                        line.setLength(0);
                    } else if (line.length() < LINE_CHARACTERS) {
                        line.append((char) character);
                    }
                }
            } catch (IOException closed) {
                // Killed while it wrote; what there is of the line counts.
            }
            if (!line.isEmpty()) {
                put(Optional.of(line.toString()));
            }
            put(Optional.empty());
        } catch (InterruptedException nobodyInterruptsIt) {
            Thread.currentThread().interrupt();
        }
    }

    private void put(Optional<String> line) throws InterruptedException {
        // A command that is given up has no listener any more; then the thread ends with the process.
        while (!queue.offer(line, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            if (!process.isAlive()) {
                return;
            }
        }
    }
}
