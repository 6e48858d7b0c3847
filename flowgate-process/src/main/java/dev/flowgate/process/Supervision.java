package dev.flowgate.process;

import dev.flowgate.config.ServiceConfig.RestartPolicy;
import dev.flowgate.file.ProcessLock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * Watches services and starts them again when they end without being asked to, as their {@link RestartPolicy} says. It is
 * never in the way of what they do: it works by what is on disk alone, takes up whatever runs when it begins, and when its
 * JVM ends, however that happens, the services go on. Whoever supervises next goes on from where this one was.
 *
 * <p>A pause comes before each restart: half a second, doubled with every further failure up to a minute, 20 % more or
 * less. A service that has been ready for a minute starts from the beginning. Five failures within two minutes are a crash
 * loop, which is reported as an event; it is tried again once a minute. A program that cannot be executed, a port that is
 * taken by a stranger and an exit code that stands for a wrong configuration are not tried again. Whatever its exit code, a
 * service with a port that ends before it was ready has failed. What was started by somebody else and has never been ready
 * is theirs to report, and left alone; so is what somebody stops. A process that runs is never ended.
 *
 * <p>There is one supervision of a runtime directory at most, in whichever program. Each service has a daemon thread named
 * {@code flowgate-watch-NAME}. Instances are safe for use by several threads.
 */
public final class Supervision implements AutoCloseable {
    private final ServiceSupervisor services;
    private final SupervisionSettings settings;
    private final boolean stopsServices;
    private final ProcessLock lock;
    private final Map<String, WatchThread> threads = new LinkedHashMap<>();
    private final Thread hook = new Thread(this::closeServicesToo, "flowgate-supervision-end");
    private boolean closed;

    private Supervision(Builder builder, ProcessLock lock) {
        this.services = builder.stopServicesWithHost ? builder.services.withHost() : builder.services;
        this.settings = builder.settings;
        this.stopsServices = builder.stopServicesWithHost;
        this.lock = lock;
    }

    /**
     * Supervises services.
     *
     * @param services whose runtime directory they are in, and who tells what happens
     * @return the settings, to be completed
     */
    public static Builder builder(ServiceSupervisor services) {
        return new Builder(services);
    }

    /**
     * Tells who supervises a runtime directory.
     *
     * @param runtimeDirectory the directory
     * @return the process id of the program that does; empty when there is none, also when it was killed
     * @throws ProcessException with {@link ProcessFailure.Unsupported} on an operating system where services are not
     */
    public static OptionalLong holder(Path runtimeDirectory) {
        return SupervisionLock.holder(runtimeDirectory);
    }

    /**
     * Watches other services from now on, or the same ones with another configuration, which counts from the next start of
     * each. Those that are not named are no longer watched, and left as they are.
     *
     * @param watched the services
     * @throws IllegalStateException if this supervision is closed
     */
    public synchronized void watch(Collection<WatchedService> watched) {
        if (closed) {
            throw new IllegalStateException("the supervision is closed");
        }
        Map<String, WatchedService> wanted = new LinkedHashMap<>();
        watched.forEach(service -> wanted.put(service.spec().name(), service));
        List<WatchThread> ended = new ArrayList<>();
        threads.entrySet().removeIf(entry -> !wanted.containsKey(entry.getKey()) && ended.add(entry.getValue()));
        WatchThread.end(ended);
        wanted.forEach((name, service) -> {
            WatchThread thread = threads.get(name);
            if (thread == null) {
                threads.put(name, WatchThread.start(services, service, settings));
            } else {
                thread.watch().replace(service);
            }
        });
    }

    /**
     * Ends the supervision. The services go on, unless {@link Builder#stopServicesWithHost} was asked for: then they are
     * stopped, the last named first, each with the grace period of its spec. May be called more than once.
     *
     * @throws ProcessException if a service could not be stopped
     */
    @Override
    public void close() {
        List<WatchedService> stopped = end();
        if (stopsServices) {
            removeHook();
            new ServiceStops(services).stopAll(stopped);
        }
    }

    private void closeServicesToo() {
        new ServiceStops(services).stopAll(end());
    }

    /** Ends the watching and returns what was watched; nothing the second time. */
    private synchronized List<WatchedService> end() {
        if (closed) {
            return List.of();
        }
        closed = true;
        WatchThread.end(threads.values());
        lock.close();
        List<WatchedService> watched = new ArrayList<>();
        threads.values().forEach(thread -> watched.add(thread.watch().watched()));
        Collections.reverse(watched);
        return watched;
    }

    private void removeHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // The hook runs at the same time; end() lets one of the two stop the services.
            return;
        }
    }

    /** Settings of a supervision. */
    public static final class Builder {
        private final ServiceSupervisor services;
        private final List<WatchedService> watched = new ArrayList<>();
        private SupervisionSettings settings;
        private boolean stopServicesWithHost;

        private Builder(ServiceSupervisor services) {
            this.services = services;
            this.settings = SupervisionSettings.standard(services.operations().clock());
        }

        /**
         * Adds a service.
         *
         * @param spec what it is started with when it is started again
         * @param restart when it is started again
         * @return this
         */
        public Builder watch(ServiceSpec spec, RestartPolicy restart) {
            return watch(WatchedService.of(spec, restart));
        }

        /**
         * Adds a service.
         *
         * @param service the service
         * @return this
         */
        public Builder watch(WatchedService service) {
            watched.add(service);
            return this;
        }

        /**
         * Stops the services when this supervision is closed, and when the JVM ends by {@code System.exit}, by its last
         * thread or by a signal that it can act on: a shutdown hook is registered for that. When the JVM is killed by
         * SIGKILL or crashes, those services end that were started with
         * {@link ServiceSupervisor.Builder#stopServicesWithHost}, or that this supervision has started again. What was
         * started otherwise, before this supervision or by another program, goes on then until it is next started: a process
         * that runs cannot be tied afterwards. Unless this is called, services always go on, and no hook is registered.
         *
         * @return this
         */
        public Builder stopServicesWithHost() {
            this.stopServicesWithHost = true;
            return this;
        }

        /** Sets how often services are looked at and how long the pauses are. */
        Builder settings(UnaryOperator<SupervisionSettings> change) {
            this.settings = change.apply(settings);
            return this;
        }

        /**
         * Begins to supervise.
         *
         * @return the supervision, to be closed
         * @throws ProcessException with {@link ProcessFailure.Busy} if the runtime directory is supervised already, with
         *     {@link ProcessFailure.Unsupported} on an operating system where services are not
         */
        public Supervision start() {
            HostProcesses.current();
            Path directory = services.runtimeDirectory();
            ProcessLock lock = SupervisionLock.acquire(directory, settings.clock());
            Supervision supervision = new Supervision(this, lock);
            if (stopServicesWithHost) {
                Runtime.getRuntime().addShutdownHook(supervision.hook);
            }
            supervision.watch(watched);
            return supervision;
        }
    }
}
