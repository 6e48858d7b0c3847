package dev.flowgate.cli.service;

import dev.flowgate.config.ServiceConfig;
import dev.flowgate.config.ServiceConfig.DependencyCondition;
import dev.flowgate.process.ProcessException;
import dev.flowgate.process.ServiceInstance;
import dev.flowgate.process.StartResult;
import dev.flowgate.process.StopResult;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Starts services side by side, each as soon as what it depends on has come far enough. */
public final class Startup {
    private final Services services;
    private final List<ServiceConfig> order;
    private final boolean goesOn;
    private final Map<String, Stage> stages = new LinkedHashMap<>();
    private final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();

    /**
     * Prepares a start.
     *
     * @param order the services, each after those it depends on
     * @param goesOn whether the others are started although one fails, except for those that depend on it
     */
    public Startup(Services services, List<ServiceConfig> order, boolean goesOn) {
        this.services = services;
        this.order = order;
        this.goesOn = goesOn;
        order.forEach(service -> stages.put(service.name(), new Stage()));
    }

    /** What became of a service. */
    public sealed interface Outcome {
        /** It runs and is ready. */
        record Up(StartResult result, Duration took) implements Outcome {}

        /** It was to run to its end, and did, now or before. */
        record Completed(Duration took) implements Outcome {}

        /** It could not be started. */
        record Failed(RuntimeException why) implements Outcome {}

        /** It was not tried, because something that it depends on failed. */
        record Blocked(String dependency) implements Outcome {}
    }

    /** How far a service has come, for those that wait for it: true, or false when it will not come there. */
    private record Stage(CompletableFuture<Boolean> runs, CompletableFuture<Boolean> isDone) {
        Stage() {
            this(new CompletableFuture<>(), new CompletableFuture<>());
        }

        void end(boolean good) {
            runs.complete(good);
            isDone.complete(good);
        }
    }

    /** Returns what became of the services so far, in their order; those that were cut off are missing. */
    public Map<ServiceConfig, Outcome> outcomes() {
        Map<ServiceConfig, Outcome> ordered = new LinkedHashMap<>();
        for (ServiceConfig service : order) {
            Outcome outcome = outcomes.get(service.name());
            if (outcome != null) {
                ordered.put(service, outcome);
            }
        }
        return ordered;
    }

    /** Returns the services that are up by now. */
    public List<ServiceConfig> started() {
        return outcomes().entrySet().stream()
                .filter(outcome -> outcome.getValue() instanceof Outcome.Up)
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * Starts them. When it returns or throws, nothing is under way any more.
     *
     * @throws InterruptedException if the thread is interrupted; what was ready by then still runs
     */
    public void run() throws InterruptedException {
        ExecutorService pool = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "flowgate-start");
            thread.setDaemon(true);
            return thread;
        });
        try {
            CompletionService<Boolean> tasks = new ExecutorCompletionService<>(pool);
            order.forEach(service -> tasks.submit(() -> bring(service)));
            boolean good = true;
            for (int left = order.size(); left > 0 && (good || goesOn); left--) {
                good &= tasks.take().get();
            }
        } catch (ExecutionException unexpected) {
            throw new IllegalStateException(unexpected.getCause());
        } finally {
            end(pool);
        }
    }

    /**
     * Stops what this start has started, the last first. An interrupt that is pending does not keep it from that, and is kept.
     *
     * @return what could not be stopped, a sentence a service
     */
    public List<String> undo() throws InterruptedException {
        boolean interrupted = Thread.interrupted();
        List<String> problems = new ArrayList<>();
        for (ServiceInstance instance : ours()) {
            try {
                if (services.undo(instance) instanceof StopResult.Failed failed) {
                    problems.add(instance.service() + " could not be stopped again; still there: "
                            + String.join("; ", failed.survivors()));
                }
            } catch (ProcessException failure) {
                // Whatever brought us here is the failure to report; the next service is stopped all the same.
                problems.add(String.valueOf(failure.getMessage()));
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return problems;
    }

    /** Returns what this has started, the last first. */
    private Deque<ServiceInstance> ours() {
        Deque<ServiceInstance> ours = new ArrayDeque<>();
        for (Outcome outcome : outcomes().values()) {
            if (outcome instanceof Outcome.Up up && up.result() instanceof StartResult.Started started) {
                ours.push(started.instance());
            }
        }
        return ours;
    }

    /** Cuts off what is under way: a start that is interrupted takes itself back. */
    private static void end(ExecutorService pool) {
        pool.shutdownNow();
        boolean interrupted = Thread.interrupted();
        boolean ended = false;
        while (!ended) {
            try {
                ended = pool.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean bring(ServiceConfig service) {
        Stage stage = stages.getOrDefault(service.name(), new Stage());
        boolean good = false;
        try {
            Outcome outcome = await(service);
            outcomes.put(service.name(), outcome);
            good = outcome instanceof Outcome.Up || outcome instanceof Outcome.Completed;
        } catch (InterruptedException cutOff) {
            Thread.currentThread().interrupt();
        } finally {
            stage.end(good);
        }
        return good;
    }

    private Outcome await(ServiceConfig service) throws InterruptedException {
        for (Map.Entry<String, DependencyCondition> dependency :
                service.dependsOn().entrySet()) {
            Stage stage = stages.get(dependency.getKey());
            if (stage != null && !reached(stage, dependency.getValue())) {
                return new Outcome.Blocked(dependency.getKey());
            }
        }
        long begin = System.nanoTime();
        try {
            if (services.runsToEnd(service)) {
                services.runToEnd(service, order);
                return new Outcome.Completed(Duration.ofNanos(System.nanoTime() - begin));
            }
            Stage own = stages.getOrDefault(service.name(), new Stage());
            StartResult result = services.start(service, () -> own.runs().complete(true));
            return new Outcome.Up(result, Duration.ofNanos(System.nanoTime() - begin));
        } catch (RuntimeException failure) {
            return new Outcome.Failed(failure);
        }
    }

    private static boolean reached(Stage stage, DependencyCondition condition) throws InterruptedException {
        try {
            return condition == DependencyCondition.STARTED
                    ? stage.runs().get()
                    : stage.isDone().get();
        } catch (ExecutionException never) {
            throw new IllegalStateException(never);
        }
    }
}
