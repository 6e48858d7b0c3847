package dev.flowgate.process;

import dev.flowgate.process.RecordReader.Reading;
import dev.flowgate.process.ServiceProgress.Phase;
import dev.flowgate.process.ServiceRecord.Desired;
import dev.flowgate.process.ServiceRecord.Ids;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Waits until one instance is ready. It holds no lock and changes nothing. Each look asks, in this order: does the
 * process run, is the port its own, does it answer 2xx. An answer from a port that is a stranger's says nothing.
 */
final class ReadinessWait {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(2);
    private static final Duration WITHOUT_PORT = Duration.ofSeconds(1);
    private static final int OK = 200;
    private static final int REDIRECT = 300;

    private final HostProcesses processes;
    private final Identity identity;
    private final ServiceFolder folder;
    private final ServiceSpec spec;
    private final String instance;
    private final ServiceProgress.Listener listener;
    private final Poll poll;

    ReadinessWait(
            HostProcesses processes,
            Identity identity,
            ServiceFolder folder,
            ServiceSpec spec,
            String instance,
            ServiceProgress.Listener listener) {
        this.processes = processes;
        this.identity = identity;
        this.folder = folder;
        this.spec = spec;
        this.instance = instance;
        this.listener = listener;
        this.poll = new Poll(spec.startupTimeout(), FIRST_PAUSE, LONGEST_PAUSE);
    }

    /** What the last look found. */
    private record Look(Phase phase, String seen) {}

    /** How the wait ended. */
    enum Outcome {
        READY,
        ENDED
    }

    /** Waits. */
    Outcome run() throws InterruptedException {
        while (true) {
            ServiceRecord record = currentRecord();
            if (hasEnded(record)) {
                return Outcome.ENDED;
            }
            Look look = look(record);
            listener.progress(new ServiceProgress(spec.name(), look.phase(), look.seen(), poll.elapsed()));
            if (look.phase() == Phase.READY) {
                return Outcome.READY;
            }
            if (poll.expired()) {
                throw notReady(look);
            }
            poll.pause();
        }
    }

    private ServiceRecord currentRecord() {
        if (RecordReader.read(folder) instanceof Reading.Present present
                && present.record().instance().equals(instance)
                && present.record().desired() == Desired.UP) {
            return present.record();
        }
        throw new ProcessException(
                spec.name() + " was stopped or started anew by somebody else while it was waited for.",
                new ProcessFailure.StoppedMeanwhile());
    }

    private boolean hasEnded(ServiceRecord record) {
        if (record.lastExit() != null || Shim.ended(folder, instance) != null) {
            return true;
        }
        return switch (identity.judge(record, folder)) {
            case SAME -> false;
            case DEAD, RECYCLED, OTHER_BOOT -> true;
            case FOREIGN, UNKNOWN ->
                throw new ProcessException(
                        "Cannot tell whether " + spec.name() + " runs: " + Reconciliation.unknown(record, folder),
                        new ProcessFailure.Unverifiable("the process cannot be verified"));
        };
    }

    private Look look(ServiceRecord record) throws InterruptedException {
        if (spec.port() == 0) {
            return poll.elapsed().compareTo(min(WITHOUT_PORT, spec.startupTimeout())) >= 0
                    ? new Look(Phase.READY, "it runs")
                    : new Look(Phase.WAITING_FOR_PORT, "it runs");
        }
        String address = "port " + spec.port() + " on " + spec.host();
        List<ListeningSocket> sockets = ListeningSocket.answering(host(), spec.port());
        if (sockets.isEmpty()) {
            return new Look(Phase.WAITING_FOR_PORT, "nobody listens on " + address);
        }
        if (!isHeldByService(sockets, record.process())) {
            return new Look(Phase.WAITING_FOR_PORT, address + " is held by another process");
        }
        if (spec.readiness() == null) {
            return new Look(Phase.READY, "it listens on " + address);
        }
        int status = HttpAnswer.status(spec.readiness(), answerPatience());
        if (status >= OK && status < REDIRECT) {
            return new Look(Phase.READY, "it answers " + status);
        }
        return new Look(
                Phase.WAITING_FOR_ANSWER,
                status == 0
                        ? "no complete answer from " + spec.readiness()
                        : spec.readiness() + " answers " + status + " and not 2xx");
    }

    private boolean isHeldByService(List<ListeningSocket> sockets, @Nullable Ids ids) {
        List<ProcessStat> group = new ArrayList<>();
        if (ids != null && ids.group() == ids.pid()) {
            group.addAll(processes.group(ids.group()));
        }
        return PortOwnerSearch.areHeldBy(sockets, group)
                || PortOwnerSearch.areHeldBy(
                        sockets,
                        processes.belonging(Set.of(instance), ServiceFolder.RUN_LOCK_DESCRIPTOR, folder.realRunLock()));
    }

    private InetAddress host() {
        try {
            return InetAddress.getByName(spec.host());
        } catch (IOException unknown) {
            throw new ProcessException(
                    "The host " + spec.host() + " of " + spec.name() + " is unknown.",
                    new ProcessFailure.NotReady("the host is unknown"),
                    unknown);
        }
    }

    private ProcessException notReady(Look look) {
        String seen = look.seen();
        if (look.phase() == Phase.WAITING_FOR_PORT && spec.port() > 0) {
            PortOwner owner = PortOwner.find(spec.host(), spec.port()).orElse(null);
            if (owner != null) {
                seen = "port " + spec.port() + " on " + spec.host() + " is held by " + owner.describe();
            }
        }
        return new ProcessException(
                spec.name() + " was not ready within " + spec.startupTimeout().toMillis() / 1000.0 + " s: " + seen
                        + ". See " + folder.log() + ", or raise services." + spec.name() + ".startup_timeout.",
                new ProcessFailure.NotReady(seen));
    }

    private Duration answerPatience() {
        Duration left = spec.startupTimeout().minus(poll.elapsed());
        return left.isNegative() ? Duration.ofMillis(1) : min(left, ANSWER_PATIENCE);
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
