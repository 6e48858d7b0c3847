package dev.flowgate.process;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** The thread that watches one service: a look at an interval, until it is ended. */
final class WatchThread {
    private static final long STACK_BYTES = 256 * 1024;

    private final ServiceWatch watch;
    private final Duration interval;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread;

    private WatchThread(ServiceWatch watch, Duration interval) {
        this.watch = watch;
        this.interval = interval;
        this.thread = new Thread(null, this::run, "flowgate-watch-" + watch.name(), STACK_BYTES);
        thread.setDaemon(true);
    }

    static WatchThread start(ServiceSupervisor services, WatchedService watched, SupervisionSettings settings) {
        ServiceWatch watch = new ServiceWatch(
                services.folder(watched.spec().name()),
                watched,
                services.operations(),
                services.operations().events(),
                settings);
        WatchThread started = new WatchThread(watch, settings.interval());
        started.thread.start();
        return started;
    }

    ServiceWatch watch() {
        return watch;
    }

    /**
     * Ends the threads and waits for them. A start that is under way is completed, which takes some seconds at the most:
     * what it starts has to be written down.
     */
    static void end(Collection<WatchThread> threads) {
        for (WatchThread ending : threads) {
            ending.ended.countDown();
            ending.thread.interrupt();
        }
        boolean interrupted = false;
        for (WatchThread ending : threads) {
            while (ending.thread.isAlive()) {
                try {
                    ending.thread.join();
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            do {
                look();
            } while (!ended.await(interval.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException asked) {
            // Only end() interrupts it.
            return;
        }
    }

    private void look() throws InterruptedException {
        try {
            watch.look();
        } catch (RuntimeException unexpected) {
            // One failed look must not end the watching.
            LoggerFactory.getLogger(WatchThread.class).error("A look at {} failed", watch.name(), unexpected);
        }
    }
}
