package dev.flowgate.process;

import dev.flowgate.process.Reconciliation.Finding;
import dev.flowgate.process.ServiceRecord.Desired;
import dev.flowgate.process.ServiceRecord.Ids;
import dev.flowgate.process.ServiceRecord.StartedBy;
import dev.flowgate.process.ServiceRecord.State;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds the process of a service that runs without a record that says so, and writes the record. Called by the holder
 * of the service's lock. Only a process that holds the service's run lock, or carries the cookie of an instance that the
 * start script wrote down, is taken for it: by its name or its port, any stranger could be.
 */
final class Adoption {
    private final HostProcesses processes;
    private final PidSpace here;
    private final Clock clock;

    Adoption(HostProcesses processes, PidSpace here, Clock clock) {
        this.processes = processes;
        this.here = here;
        this.clock = clock;
    }

    /** A process that is proved to be the service, and its instance. */
    private record Found(String instance, Ids ids) {}

    /**
     * Takes it over.
     *
     * @throws ProcessException with {@link ProcessFailure.Unverifiable} if something runs that is not proved to be it
     */
    AdoptResult run(ServiceFolder folder, ServiceSpec spec, Finding finding) {
        if (finding instanceof Finding.Runs runs) {
            return resume(folder, runs.record());
        }
        List<ProcessStat> left =
                processes.belonging(folder.instances(), ServiceFolder.RUN_LOCK_DESCRIPTOR, folder.realRunLock());
        List<Found> found = byStartScript(folder);
        if (found.isEmpty()) {
            found = byCookie(folder, left);
        }
        if (found.size() == 1) {
            ServiceRecord record = record(spec, found.get(0));
            RecordWriter.write(folder, record);
            return new AdoptResult.Adopted(record.toInstance(folder.log()));
        }
        if (!left.isEmpty()) {
            throw unverifiable(spec, notProved(spec, left, found.size()));
        }
        requireNoStranger(spec);
        return new AdoptResult.NothingRuns();
    }

    /**
     * Makes sure that nobody else has the service's port, for then it would be misleading to say that nothing runs.
     *
     * @throws ProcessException with {@link ProcessFailure.Unverifiable} if somebody has
     */
    static void requireNoStranger(ServiceSpec spec) {
        PortOwner owner = spec.port() == 0
                ? null
                : PortOwner.find(spec.host(), spec.port()).orElse(null);
        if (owner != null) {
            throw unverifiable(
                    spec,
                    "port " + spec.port() + " on " + spec.host() + " is held by " + owner.describe()
                            + ", and nothing proves that it was started as " + spec.name()
                            + " here: it neither holds the run lock nor has the mark of a start. End it yourself, and"
                            + " start the service.");
        }
    }

    // A stop that was cut off: the process is the recorded one, only the wish to end it is taken back.
    private static AdoptResult resume(ServiceFolder folder, ServiceRecord record) {
        if (record.desired() == Desired.UP) {
            return new AdoptResult.AlreadyKnown(record.toInstance(folder.log()));
        }
        ServiceRecord resumed = record.resumed();
        RecordWriter.write(folder, resumed);
        return new AdoptResult.Adopted(resumed.toInstance(folder.log()));
    }

    private List<Found> byStartScript(ServiceFolder folder) {
        List<Found> found = new ArrayList<>();
        for (String instance : folder.instances()) {
            Ids ids = new ShimReport(processes).running(folder, instance);
            if (ids != null) {
                found.add(new Found(instance, ids));
            }
        }
        return found;
    }

    // Also what the start script wrote is gone. The first process of an instance leads a group, holds the lock, and
    // knows its instance and the service.
    private List<Found> byCookie(ServiceFolder folder, List<ProcessStat> left) {
        List<Found> found = new ArrayList<>();
        for (ProcessStat process : left) {
            ProcessDetails details = process.group() == process.pid() ? processes.details(process.pid()) : null;
            String instance = details == null ? null : instanceOf(details, folder.service());
            if (instance != null
                    && processes.holds(process.pid(), ServiceFolder.RUN_LOCK_DESCRIPTOR, folder.realRunLock())) {
                found.add(new Found(instance, new Ids(process.pid(), process.group(), 0, process.startTicks())));
            }
        }
        return found;
    }

    private static @Nullable String instanceOf(ProcessDetails details, String service) {
        String instance = details.environment().get(Cookie.INSTANCE);
        return instance != null
                        && ServiceFolder.isInstance(instance)
                        && service.equals(details.environment().get(Cookie.SERVICE))
                ? instance
                : null;
    }

    private ServiceRecord record(ServiceSpec spec, Found found) {
        ProcessDetails details = Objects.requireNonNullElseGet(
                processes.details(found.ids().pid()), () -> new ProcessDetails("", "", List.of(), Map.of()));
        ProcessStat stat = processes.stat(found.ids().pid());
        ProcessHandle self = ProcessHandle.current();
        return new ServiceRecord(
                spec.name(),
                found.instance(),
                State.RUNNING,
                Desired.UP,
                here,
                found.ids(),
                details.executable(),
                SpecDigest.of(details.arguments()),
                details.isAsIn(spec) ? spec.digest() : "",
                null,
                details.workingDirectory(),
                ServiceRecord.ports(spec),
                ServiceEnvironment.names(details.environment()),
                new StartedBy(
                        self.pid(),
                        System.getProperty("user.name", "unknown"),
                        self.info().command().orElse("unknown")),
                stat == null ? clock.instant() : clock.instant().minus(processes.uptime(stat)),
                null);
    }

    private String notProved(ServiceSpec spec, List<ProcessStat> left, int found) {
        String processesLeft = String.join("; ", Termination.describe(processes, left));
        return found == 0
                ? "its first process has ended, and only what it had started is left: " + processesLeft + ". Starting "
                        + spec.name() + " ends that and starts it anew."
                : "there is more than one process that could be it: " + processesLeft + ". Stopping " + spec.name()
                        + " ends them all.";
    }

    private static ProcessException unverifiable(ServiceSpec spec, String reason) {
        return new ProcessException(
                "Cannot take over " + spec.name() + ": " + reason, new ProcessFailure.Unverifiable(reason));
    }
}
