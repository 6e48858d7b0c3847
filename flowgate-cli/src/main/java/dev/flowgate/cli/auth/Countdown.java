package dev.flowgate.cli.auth;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Says now and then how much time is left: seldom while there is much, and oftener towards the end. */
final class Countdown implements AutoCloseable {
    private static final List<Duration> MARKS = List.of(
            Duration.ofMinutes(30),
            Duration.ofMinutes(10),
            Duration.ofMinutes(5),
            Duration.ofMinutes(2),
            Duration.ofMinutes(1),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10));

    private final ScheduledThreadPoolExecutor executor;

    private Countdown(ScheduledThreadPoolExecutor executor) {
        this.executor = executor;
    }

    /**
     * Starts.
     *
     * @param total how much time there is
     * @param tell says what is left; called at each mark
     */
    static Countdown start(Duration total, Consumer<Duration> tell) {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "flowgate-countdown");
            thread.setDaemon(true);
            return thread;
        });
        for (Duration mark : marks(total)) {
            var unused =
                    executor.schedule(() -> tell.accept(mark), total.minus(mark).toMillis(), TimeUnit.MILLISECONDS);
        }
        return new Countdown(executor);
    }

    /** Returns what is left whenever it is to be said, the most first. */
    static List<Duration> marks(Duration total) {
        return MARKS.stream().filter(mark -> mark.compareTo(total) < 0).toList();
    }

    @Override
    public void close() {
        var unused = executor.shutdownNow();
    }
}
