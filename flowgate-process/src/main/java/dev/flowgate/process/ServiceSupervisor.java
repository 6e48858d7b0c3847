package dev.flowgate.process;

import dev.flowgate.event.FlowGateEvent;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Starts services that outlive this JVM, unless {@link Builder#stopServicesWithHost} is asked for, tells how they are, and
 * stops them. All that is known of a service is on disk,
 * in {@code services/NAME/} below the runtime directory, so that any number of programs can look after the same services:
 * whoever starts or stops one holds its lock meanwhile, and no second copy of it is ever started.
 *
 * <p>A process is signalled only when it is verified to be the one that was started: by boot id, pid namespace, pid and
 * start time in kernel ticks, and by a variable in its environment that no other process has. What cannot be verified
 * is left alone, and the call fails with {@link ProcessFailure.Unverifiable}.
 *
 * <p>Nobody watches a service that runs, unless a {@link Supervision} does: that it crashed is noticed, and reported as
 * an event, by the next call that concerns it. A service ends in the state "crashed" whatever its exit code when nobody
 * asked it to end.
 *
 * <p>A service gets a session of its own, no terminal, nothing to read on its standard input, and the umask 077: files
 * that it creates are its owner's alone. Works on Linux only, for now: on other systems every call fails with {@link ProcessFailure.Unsupported}.
 *
 * <p>Instances are safe for use by several threads.
 */
public final class ServiceSupervisor {
    private final Path runtimeDirectory;
    private final ServiceOperations operations;

    private ServiceSupervisor(Path runtimeDirectory, ServiceOperations operations) {
        this.runtimeDirectory = runtimeDirectory;
        this.operations = operations;
    }

    /**
     * Supervises the services of a runtime directory with the default settings.
     *
     * @param runtimeDirectory where the records are; created when the first service is started
     * @return the supervisor
     */
    public static ServiceSupervisor in(Path runtimeDirectory) {
        return builder(runtimeDirectory).build();
    }

    /**
     * Supervises the services of a runtime directory with settings of its own.
     *
     * @param runtimeDirectory where the records are; created when the first service is started
     * @return the settings, to be completed
     */
    public static Builder builder(Path runtimeDirectory) {
        return new Builder(runtimeDirectory);
    }

    /**
     * Starts a service and waits until it is ready; the same as {@link #start(ServiceSpec, ServiceProgress.Listener)}
     * without a listener.
     *
     * @param spec the service
     * @return what runs now
     * @throws ProcessException if it cannot be started or does not become ready
     * @throws InterruptedException if the thread is interrupted
     */
    public StartResult start(ServiceSpec spec) throws InterruptedException {
        return start(spec, ServiceProgress.Listener.NONE);
    }

    /**
     * Starts a service and waits until it is ready. A service that runs already is not started again, only waited for;
     * and not even that when it was started with another host, port or readiness address, where it cannot become ready.
     * Whatever this call starts it stops again when it fails or is interrupted: it leaves a ready service or none.
     * The record of one that ended by itself stays, for {@link #status} to tell how.
     *
     * @param spec the service
     * @param listener is told how far the start has come
     * @return what runs now
     * @throws ProcessException if it cannot be started or does not become ready
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public StartResult start(ServiceSpec spec, ServiceProgress.Listener listener) throws InterruptedException {
        StartResult result = spawn(spec);
        boolean ready = false;
        try {
            operations.awaitReady(folder(spec.name()), spec, result, listener);
            ready = true;
        } finally {
            if (!ready && result instanceof StartResult.Started started) {
                operations.undo(folder(spec.name()), started.instance(), spec.stopTimeout());
            }
        }
        return result;
    }

    /**
     * Fails as a start would for want of a program, a working directory or room on the disk: to be asked before something
     * that runs is stopped for a start. Whether the port is free is not looked at.
     *
     * @param spec the service
     * @throws ProcessException with {@link ProcessFailure.ProgramNotRunnable}, {@link ProcessFailure.NoWorkingDirectory}
     *     or {@link ProcessFailure.Storage}
     */
    public void requireStartable(ServiceSpec spec) {
        operations.requireStartable(folder(spec.name()), spec);
    }

    /**
     * Starts a service without waiting until it is ready: the first half of a start. It returns when the service's
     * process is known and recorded, usually after some 50 ms. When it fails, whatever this call started is stopped
     * again; the record of a service that ended by itself stays, for {@link #status} to tell how.
     *
     * @param spec the service
     * @return what runs now
     * @throws ProcessException if it cannot be started
     * @throws InterruptedException if the thread is interrupted while it waits for the lock; an interrupt that comes
     *     later is kept for the next wait
     */
    public StartResult spawn(ServiceSpec spec) throws InterruptedException {
        return operations.spawn(folder(spec.name()), spec, ServiceRecord.Desired.UP);
    }

    /**
     * Waits until a service is ready: the second half of a start. It holds no lock, so that a stop can come between.
     * Ready means, in this order: its process runs, owns the configured port, and answers 2xx. A service without a port
     * is ready when it has run for a second. The service is left alone when this fails; {@link #stop(ServiceInstance,
     * Duration, ServiceProgress.Listener)} undoes the start.
     *
     * @param spec the service
     * @param instance the instance that {@link #spawn} returned
     * @param listener is told how far the start has come
     * @throws ProcessException with {@link ProcessFailure.EarlyExit}, {@link ProcessFailure.NotReady} or
     *     {@link ProcessFailure.StoppedMeanwhile}
     * @throws InterruptedException if the thread is interrupted; it is noticed within 250 ms
     */
    public void awaitReady(ServiceSpec spec, ServiceInstance instance, ServiceProgress.Listener listener)
            throws InterruptedException {
        operations.awaitReady(folder(spec.name()), spec, new StartResult.Started(instance), listener);
    }

    /**
     * Starts a service that is to do something and end, and waits for its end. Its startup timeout is the time that it
     * may take. It ends in the state "completed" with exit code 0, and else in the state "crashed". One that runs already
     * is waited for. When this fails or is interrupted, what it started is stopped again.
     *
     * @param spec the service
     * @param listener is told how far it has come
     * @return how it ended, with exit code 0
     * @throws ProcessException if it cannot be started, ends with another exit code, or is still running after its startup
     *     timeout
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public ServiceExit runToEnd(ServiceSpec spec, ServiceProgress.Listener listener) throws InterruptedException {
        ServiceFolder folder = folder(spec.name());
        StartResult started = operations.spawn(folder, spec, ServiceRecord.Desired.DONE);
        boolean ended = false;
        try {
            ServiceExit exit = operations.awaitEnd(folder, spec, started.instance(), listener);
            ended = true;
            return exit;
        } finally {
            if (!ended && started instanceof StartResult.Started) {
                operations.undo(folder, started.instance(), spec.stopTimeout());
            }
        }
    }

    /**
     * Stops a service; the same as {@link #stop(String, Duration, ServiceProgress.Listener)} without a listener.
     *
     * @param name the service's name
     * @param grace how long it may take to end before it is killed, zero or more
     * @return how it went
     * @throws ProcessException if it cannot be told whether it runs, or the lock is not to be had
     * @throws InterruptedException if the thread is interrupted
     */
    public StopResult stop(String name, Duration grace) throws InterruptedException {
        return stop(name, grace, ServiceProgress.Listener.NONE);
    }

    /**
     * Stops a service with everything it has started: it is asked to end by SIGTERM, and killed when the grace period is
     * over, or {@link Builder#urgent} says so. Returns when all its processes are gone. An interrupted stop can be
     * repeated.
     *
     * @param name the service's name
     * @param grace how long it may take to end before it is killed, zero or more
     * @param listener is told how far the stop has come
     * @return how it went
     * @throws ProcessException if it cannot be told whether it runs, or the lock is not to be had
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public StopResult stop(String name, Duration grace, ServiceProgress.Listener listener) throws InterruptedException {
        return operations.stop(folder(name), null, grace, listener);
    }

    /**
     * Stops one instance of a service, and no other one: the way to undo a start.
     *
     * @param instance what to stop
     * @param grace how long it may take to end before it is killed, zero or more
     * @param listener is told how far the stop has come
     * @return how it went; {@link StopResult.NotRunning} when another instance runs by now
     * @throws ProcessException if it cannot be told whether it runs, or the lock is not to be had
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public StopResult stop(ServiceInstance instance, Duration grace, ServiceProgress.Listener listener)
            throws InterruptedException {
        return operations.stop(folder(instance.service()), instance.id().toString(), grace, listener);
    }

    /**
     * Takes over a service that runs although its record does not say so: the record was lost or damaged, or a stop of it
     * was cut off. Only a process that is verified to have been started as this service, in this runtime directory, is
     * taken over; whether it is ready is another question. Nothing is signalled.
     *
     * @param spec the service
     * @return what was found
     * @throws ProcessException with {@link ProcessFailure.Unverifiable} if something runs, or holds the service's port,
     *     that is not proved to be it; the message says why
     * @throws InterruptedException if the thread is interrupted while it waits for the lock
     */
    public AdoptResult adopt(ServiceSpec spec) throws InterruptedException {
        return operations.adopt(folder(spec.name()), spec);
    }

    /**
     * Tells how a service is. Waits for nobody, except for up to two seconds
     * after a start that was killed half way; a crash that nobody noticed before is recorded and reported
     * as an event, unless a start or stop is under way.
     *
     * @param name the service's name
     * @return what is known of it
     * @throws ProcessException if its record cannot be read although it is there
     */
    public ServiceStatus status(String name) {
        return operations.status(folder(name));
    }

    /**
     * Looks once whether a service is ready, as {@link #awaitReady} does again and again. It waits for an answer for two
     * seconds at the most.
     *
     * @param spec the service
     * @return what was found
     * @throws ProcessException if its record cannot be read although it is there
     * @throws InterruptedException if the thread is interrupted while it waits for the answer
     */
    public Readiness readiness(ServiceSpec spec) throws InterruptedException {
        return operations.readiness(folder(spec.name()), spec);
    }

    /**
     * Looks once whether a service that runs still works: asks its liveness address, if it has one. It waits for an answer
     * for two seconds at the most. Nothing is stopped, whatever is found.
     *
     * @param spec the service
     * @return what was found
     * @throws ProcessException if its record cannot be read although it is there
     * @throws InterruptedException if the thread is interrupted while it waits for the answer
     */
    public Liveness liveness(ServiceSpec spec) throws InterruptedException {
        return operations.liveness(folder(spec.name()), spec);
    }

    /**
     * Tells what a {@link Supervision} has decided about a service that failed. It stays on disk when the supervision
     * ends.
     *
     * @param name the service's name
     * @return the decision; empty when the service has not failed, or nobody supervises it
     * @throws ProcessException if its record cannot be read although it is there
     */
    public Optional<RestartState> restarts(String name) {
        ServiceFolder folder = folder(name);
        RestartFile file = RestartFile.read(folder);
        if (file == null || !(RecordReader.read(folder) instanceof RecordReader.Reading.Present present)) {
            return Optional.empty();
        }
        return Optional.of(file.state(present.record().instance()));
    }

    /**
     * Lists the services that have a record: those that run, crashed or cannot be verified.
     *
     * @return their names, sorted
     */
    public List<String> known() {
        return ServiceFolder.known(runtimeDirectory);
    }

    /**
     * Returns the file that a service's standard output and standard error go to. Older files stand beside it, with
     * {@code .1} (the newest) to {@code .5} appended; see {@link #capLog}.
     *
     * @param name the service's name
     * @return the file, which exists once the service was started
     */
    public Path logFile(String name) {
        return folder(name).log();
    }

    Path runtimeDirectory() {
        return runtimeDirectory;
    }

    ServiceOperations operations() {
        return operations;
    }

    /** Returns the same, but that the services that it starts end with this JVM. */
    ServiceSupervisor withHost() {
        return new ServiceSupervisor(runtimeDirectory, operations.withHost());
    }

    /**
     * Returns the files that hold what a service wrote: {@link #logFile} and the older ones beside it.
     *
     * @param name the service's name
     * @return those that exist, the oldest first
     */
    public List<Path> logFiles(String name) {
        return LogRotation.USUAL.files(folder(name).log());
    }

    /**
     * Returns the last lines that a service wrote since its latest start, for people: long lines are cut, colours and control
     * characters are left out, and the values of the variables that FlowGate gives it are blotted out, because a program could
     * print them although they are secret.
     *
     * @param spec the service
     * @return at most 20 lines, the oldest first; empty when it never wrote any
     */
    public List<String> lastLogLines(ServiceSpec spec) {
        return operations.lastLogLines(folder(spec.name()), spec);
    }

    /**
     * Puts a service's log aside when it has grown over 20 MB, while the service runs. Nothing is lost on a file system
     * that can take the front off a file (ext4, XFS; done by {@code fallocate} of util-linux); elsewhere the log is copied
     * and truncated, and what is written in the instant between is lost. A start, {@link #status} and a
     * {@link Supervision} do the same. Nobody else does it while nobody calls.
     *
     * @param name the service's name
     * @return whether it was put aside; false also when a start or stop is under way, or the disk is full
     */
    public boolean capLog(String name) {
        return operations.capLog(folder(name));
    }

    ServiceFolder folder(String name) {
        return ServiceFolder.of(runtimeDirectory, name);
    }

    /** Settings of a supervisor. */
    public static final class Builder {
        private final Path runtimeDirectory;
        private Clock clock = Clock.systemUTC();
        private Map<String, String> environment = System.getenv();
        private Consumer<FlowGateEvent> events = event -> {};
        private Duration lockWait = Duration.ofSeconds(30);
        private BooleanSupplier urgent = () -> false;
        private boolean stopServicesWithHost;

        private Builder(Path runtimeDirectory) {
            this.runtimeDirectory = runtimeDirectory.toAbsolutePath().normalize();
        }

        /**
         * Sets the clock that dates records and events.
         *
         * @param value the system's unless set
         * @return this
         */
        public Builder clock(Clock value) {
            this.clock = value;
            return this;
        }

        /**
         * Sets the environment that services inherit the standard variables from.
         *
         * @param value this process's unless set
         * @return this
         */
        public Builder environment(Map<String, String> value) {
            this.environment = Map.copyOf(value);
            return this;
        }

        /**
         * Sets who is told what happens: {@code service_start}, {@code service_ready}, {@code service_stop},
         * {@code service_crash}, {@code service_adopt}, {@code service_complete} and {@code stale_record}; from a
         * {@link Supervision} also {@code service_restart}, {@code service_crash_loop} and
         * {@code service_restart_given_up}. An exception from there is logged and changes nothing else.
         *
         * @param value nobody unless set; called on the thread that makes the call
         * @return this
         */
        public Builder events(Consumer<FlowGateEvent> value) {
            this.events = value;
            return this;
        }

        /**
         * Sets how long a start or stop waits while another one of the same service is under way.
         *
         * @param value 30 seconds unless set; zero or more
         * @return this
         */
        public Builder lockWait(Duration value) {
            this.lockWait = value;
            return this;
        }

        /**
         * Sets who says that the grace period of a stop is not to be waited for any longer, such as a command that was
         * interrupted a second time. It is asked at least every 50 ms while processes that got SIGTERM are waited for;
         * when it says true, what is left of them gets SIGKILL at once. It holds for whatever this supervisor ends: by a
         * stop, by a start that failed, or before a new start. Neither the wait for the lock nor the one for a service
         * to become ready is cut short by it: interrupt the thread for that.
         *
         * @param value never urgent unless set; called on the thread that makes the call, so it must return at once and
         *     throw nothing
         * @return this
         */
        public Builder urgent(BooleanSupplier value) {
            this.urgent = value;
            return this;
        }

        /**
         * Lets every service that this supervisor starts end with this JVM, however the JVM ends, also by SIGKILL: a guard
         * process in the service's group waits for the end of a pipe that this JVM holds, gives the group SIGTERM, and
         * SIGKILL when its {@link ServiceSpec#stopTimeout() stop timeout}, in whole seconds, is over. The guard costs some
         * 1 MB of memory, most of it shared. A JVM that is halted (SIGSTOP) has not ended. What leaves the process group is
         * not reached by the guard, only by the next start or stop of the service. The service ends also when the shim, its
         * parent, is killed. It is recorded whose service it is: {@link ServiceStatus.Running#host()},
         * {@link ServiceStatus.EndedWithHost}; another program's {@link Supervision} does not restart it.
         *
         * <p>A service that runs already when it is started with this supervisor stays as it was started.
         *
         * @return this
         */
        public Builder stopServicesWithHost() {
            this.stopServicesWithHost = true;
            return this;
        }

        /**
         * Creates the supervisor. Nothing is read or written yet.
         *
         * @return the supervisor
         */
        public ServiceSupervisor build() {
            return new ServiceSupervisor(
                    runtimeDirectory,
                    new ServiceOperations(
                            clock, environment, new Events(events), lockWait, urgent, stopServicesWithHost));
        }
    }
}
