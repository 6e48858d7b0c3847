package dev.flowgate.process;

import dev.flowgate.process.Reconciliation.Finding;
import dev.flowgate.process.ServiceRecord.Desired;
import dev.flowgate.process.ServiceRecord.LastExit;
import dev.flowgate.process.ServiceRecord.StartedBy;
import dev.flowgate.process.ServiceRecord.State;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Starts a new instance of a service. Called by the holder of its lock, when nothing of it is left. */
final class Launch {
    /** It takes some 20 ms, and many times that on a machine that is out of breath, which is no reason to fail. */
    private static final Duration SHIM_PATIENCE = Duration.ofSeconds(30);

    private final HostProcesses processes;
    private final PidSpace here;
    private final Clock clock;
    private final Stop stop;
    private final boolean withHost;

    /**
     * Prepares.
     *
     * @param withHost whether what is started ends with this JVM
     */
    Launch(HostProcesses processes, PidSpace here, Clock clock, Stop stop, boolean withHost) {
        this.processes = processes;
        this.here = here;
        this.clock = clock;
        this.stop = stop;
        this.withHost = withHost;
    }

    /**
     * Starts it and returns its record. When this fails, what it started is ended again; only the record of a service
     * that ended by itself stays.
     *
     * @param desired what is asked of it: to stay up, or to run to its end
     * @param environment the variables the service gets
     */
    ServiceRecord run(
            ServiceFolder folder, ServiceSpec spec, Desired desired, Path program, Map<String, String> environment) {
        String instance = UUID.randomUUID().toString();
        Instant now = clock.instant();
        Shim.install(folder, withHost);
        ServiceLog.open(folder, instance, program, now);
        createRunLock(folder);
        // Before the process: whoever comes after a killed start finds the instance, and by it the process.
        ServiceRecord record = firstRecord(spec, instance, desired, program, environment, now);
        RecordWriter.write(folder, record);
        Process shim = new Spawn(folder, spec, instance, withHost).run(program, environment);
        ShimReport.Outcome outcome;
        try {
            outcome = new ShimReport(processes).await(folder, instance, () -> !shim.isAlive(), SHIM_PATIENCE);
            if (says(outcome, Shim.GROUPLESS)) {
                throw groupless(spec);
            }
            if (!says(outcome, Shim.LOCKED)) {
                return confirm(folder, spec, record, outcome, environment);
            }
        } catch (ProcessException failed) {
            takeBack(folder, record, failed);
            throw failed;
        }
        // Whoever holds the lock was not started here, and is left alone.
        throw locked(folder, spec);
    }

    private static ServiceRecord confirm(
            ServiceFolder folder,
            ServiceSpec spec,
            ServiceRecord record,
            ShimReport.Outcome outcome,
            Map<String, String> environment) {
        if (outcome instanceof ShimReport.Outcome.Runs runs) {
            ServiceRecord running = record.running(runs.ids());
            RecordWriter.write(folder, running);
            return running;
        }
        if (outcome instanceof ShimReport.Outcome.Over over) {
            if (record.desired() == Desired.DONE && over.ended().code() == 0) {
                ServiceRecord completed = record.exited(exit(over.ended()));
                RecordWriter.write(folder, completed);
                return completed;
            }
            throw endedAtOnce(folder, spec, record, over.ended(), environment);
        }
        throw new ProcessException(
                "Cannot start " + spec.name() + ": the start script ended, or " + SHIM_PATIENCE.toSeconds()
                        + " s went by, without its report. See the end of " + folder.log() + ".",
                new ProcessFailure.SpawnFailed(record.executable()));
    }

    private static boolean says(ShimReport.Outcome outcome, String word) {
        return outcome instanceof ShimReport.Outcome.Over over
                && over.ended().how().equals(word);
    }

    private static ProcessException groupless(ServiceSpec spec) {
        return new ProcessException(
                "Cannot start " + spec.name() + " so that it ends with this program: that takes a process group of its"
                        + " own, and there is no setsid. Install util-linux, which has it, or start the service"
                        + " without that wish.",
                new ProcessFailure.SpawnFailed("setsid"));
    }

    /** Ends what a failed start began: a program that put itself in the background runs on after its first process. */
    private void takeBack(ServiceFolder folder, ServiceRecord record, ProcessException failed) {
        // An interrupt that came before would cut this short at its first pause.
        boolean interrupted = Thread.interrupted();
        try {
            stop.clear(new Finding.Ended(record));
            if (!(failed.failure() instanceof ProcessFailure.EarlyExit)) {
                folder.deleteInstance(record.instance());
                folder.delete(folder.record());
            }
        } catch (InterruptedException cutShort) {
            interrupted = true;
            failed.addSuppressed(cutShort);
        } catch (ProcessException unfinished) {
            failed.addSuppressed(unfinished);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private ServiceRecord firstRecord(
            ServiceSpec spec,
            String instance,
            Desired desired,
            Path program,
            Map<String, String> environment,
            Instant now) {
        return new ServiceRecord(
                spec.name(),
                instance,
                State.STARTING,
                desired,
                here,
                null,
                program.toString(),
                SpecDigest.of(spec.command()),
                spec.digest(),
                SpecDigest.ofAddress(spec),
                spec.workingDirectory().toString(),
                ServiceRecord.ports(spec),
                ServiceEnvironment.names(environment),
                startedBy(),
                now,
                null);
    }

    // The program alone: arguments of a stranger's command line can hold secrets.
    private StartedBy startedBy() {
        ProcessHandle self = ProcessHandle.current();
        return new StartedBy(
                self.pid(),
                System.getProperty("user.name", "unknown"),
                self.info().command().orElse("unknown"),
                withHost);
    }

    private static void createRunLock(ServiceFolder folder) {
        try {
            ServiceLog.create(folder.runLock());
        } catch (IOException failed) {
            throw ServiceFolder.storage(
                    "The run lock of the service " + folder.service() + " cannot be created", folder.runLock(), failed);
        }
    }

    private ProcessException locked(ServiceFolder folder, ServiceSpec spec) {
        folder.delete(folder.record());
        List<String> holders = Termination.describe(
                processes, processes.belonging(List.of(), ServiceFolder.RUN_LOCK_DESCRIPTOR, folder.realRunLock()));
        return new ProcessException(
                "Cannot start " + spec.name() + ": another copy of it runs and holds " + folder.runLock()
                        + (holders.isEmpty() ? "" : ": " + String.join(", ", holders)) + ". End it first.",
                new ProcessFailure.Leftovers(holders));
    }

    private static ProcessException endedAtOnce(
            ServiceFolder folder,
            ServiceSpec spec,
            ServiceRecord record,
            Shim.Ended ended,
            Map<String, String> environment) {
        LastExit exit = exit(ended);
        RecordWriter.write(folder, record.exited(exit));
        return EarlyExits.failure(folder, spec, record.instance(), exit.exit(), environment);
    }

    private static LastExit exit(Shim.Ended ended) {
        return new LastExit(
                ended.code(), ended.at(), "pid " + ProcessHandle.current().pid());
    }
}
