package dev.flowgate.cli;

import static org.awaitility.Awaitility.await;

import java.time.Duration;

/** Processes that tests end from outside, as nobody who supervises them expects it. */
final class Processes {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Processes() {}

    /** Kills one and waits until it is gone. */
    static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        await().atMost(PATIENCE).until(() -> !runs(pid));
    }

    static boolean runs(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }
}
