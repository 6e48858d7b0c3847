package dev.flowgate.auth.contract;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A step of a session in a thread of its own. */
final class StepThread extends Thread {
    private final Callable<?> step;
    private volatile @Nullable Throwable failure;

    private StepThread(Callable<?> step) {
        super("step-under-test");
        this.step = step;
        setDaemon(true);
    }

    static StepThread start(Callable<?> step) {
        StepThread thread = new StepThread(step);
        thread.start();
        return thread;
    }

    @Override
    public void run() {
        try {
            Object unused = step.call();
        } catch (Throwable thrown) {
            failure = thrown;
        }
    }

    boolean endsWithin(Duration limit) throws InterruptedException {
        join(limit.toMillis());
        return !isAlive();
    }

    @Nullable Throwable failure() {
        return failure;
    }
}
