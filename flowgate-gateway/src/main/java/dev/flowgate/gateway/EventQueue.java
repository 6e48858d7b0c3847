package dev.flowgate.gateway;

import dev.flowgate.event.FlowGateEvent;
import dev.flowgate.routing.Deployment;
import dev.flowgate.routing.RoutingListener;
import dev.flowgate.routing.UpstreamFailure;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands events to their consumer on a thread of their own, so that a slow consumer never holds an event loop. What does
 * not fit in the queue is dropped and counted.
 */
final class EventQueue implements RoutingListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventQueue.class);
    private static final int CAPACITY = 1024;
    private static final long CLOSE_SECONDS = 2;

    private final Consumer<FlowGateEvent> consumer;
    private final AtomicLong dropped = new AtomicLong();
    private final ThreadPoolExecutor executor;

    EventQueue(Consumer<FlowGateEvent> consumer) {
        this.consumer = consumer;
        this.executor = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(CAPACITY),
                task -> {
                    Thread thread = new Thread(task, "flowgate-events");
                    thread.setDaemon(true);
                    return thread;
                },
                (task, full) -> dropped.incrementAndGet());
    }

    @Override
    public void cooledDown(Deployment deployment, UpstreamFailure failure, Duration duration) {
        offer(FlowGateEvent.of("cooldown")
                .withService("litellm")
                .withDetail("Deployment " + deployment.id() + " of " + deployment.modelName() + " " + failure.reason()
                        + "; it is left alone for " + seconds(duration) + "."));
    }

    @Override
    public void fellBack(String from, String to, String why) {
        offer(FlowGateEvent.of("fallback")
                .withService("litellm")
                .withDetail("Model " + to + " stands in for " + from + ": " + why + "."));
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() / 1000.0 + " s";
    }

    private void offer(FlowGateEvent event) {
        executor.execute(() -> {
            try {
                consumer.accept(event);
            } catch (RuntimeException failure) {
                LOG.warn("The consumer of gateway events failed on {}.", event.event(), failure);
            }
        });
    }

    long dropped() {
        return dropped.get();
    }

    /** Delivers what is queued, but does not wait long for it. */
    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                dropped.addAndGet(executor.shutdownNow().size());
            }
        } catch (InterruptedException interrupted) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
        if (dropped.get() > 0) {
            LOG.warn("{} gateway events were dropped because their consumer was too slow.", dropped.get());
        }
    }
}
