package dev.flowgate.process;

import dev.flowgate.process.RecordReader.Reading;
import dev.flowgate.process.ServiceProgress.Phase;
import dev.flowgate.process.ServiceRecord.Desired;
import java.time.Duration;

/**
 * Waits until one instance is ready. It holds no lock and changes nothing. Each look asks, in this order: does the
 * process run, is the port its own, does it answer 2xx. An answer from a port that is a stranger's says nothing.
 */
final class ReadinessWait {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(2);
    /** For the last look, which is told: cut off at once, it would say that nobody answers. */
    private static final Duration LEAST_PATIENCE = Duration.ofMillis(500);

    private static final Duration WITHOUT_PORT = Duration.ofSeconds(1);

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
        Readiness readiness = new ReadinessLook(processes, folder, spec).look(record, answerPatience());
        if (spec.port() == 0) {
            boolean stayed = poll.elapsed().compareTo(min(WITHOUT_PORT, spec.startupTimeout())) >= 0;
            return new Look(stayed ? Phase.READY : Phase.WAITING_FOR_PORT, readiness.seen());
        }
        Phase waiting = readiness.ownsPort() ? Phase.WAITING_FOR_ANSWER : Phase.WAITING_FOR_PORT;
        return new Look(readiness.isReady() ? Phase.READY : waiting, readiness.seen());
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
        return left.compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : min(left, ANSWER_PATIENCE);
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
