package dev.flowgate.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets Ctrl-C (and SIGTERM) end what the current thread does in good order: the thread is interrupted, and the JVM goes
 * only when the thread has left the block, or when the patience is over. The JVM then exits with 130 for Ctrl-C.
 */
final class Interruption implements AutoCloseable {
    private final CountDownLatch left = new CountDownLatch(1);
    private final Thread hook;

    private Interruption(Thread worker, Duration patience) {
        this.hook = new Thread(() -> end(worker, patience), "flowgate-interruption");
    }

    static Interruption ofCurrentThread(Duration patience) {
        Interruption interruption = new Interruption(Thread.currentThread(), patience);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    @Override
    public void close() {
        left.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // The hook runs already; the latch has told it that the block was left.
            return;
        }
    }

    private void end(Thread worker, Duration patience) {
        worker.interrupt();
        try {
            boolean inTime = left.await(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (!inTime) {
                Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
            }
        } catch (InterruptedException nobodyInterruptsAHook) {
            Thread.currentThread().interrupt();
        }
    }
}
