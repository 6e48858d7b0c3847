package dev.flowgate.process;

import dev.flowgate.process.RecordReader.Reading;
import dev.flowgate.process.ServiceProgress.Phase;
import java.time.Duration;

/** Waits until one instance of a service that is to run to its end has done so. It holds no lock and changes nothing. */
final class EndWait {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

    private final Identity identity;
    private final ServiceFolder folder;
    private final ServiceSpec spec;
    private final String instance;
    private final ServiceProgress.Listener listener;

    EndWait(
            Identity identity,
            ServiceFolder folder,
            ServiceSpec spec,
            String instance,
            ServiceProgress.Listener listener) {
        this.identity = identity;
        this.folder = folder;
        this.spec = spec;
        this.instance = instance;
        this.listener = listener;
    }

    /**
     * Waits.
     *
     * @throws ProcessException with {@link ProcessFailure.NotReady} if it still runs after its startup timeout
     */
    void run() throws InterruptedException {
        Poll poll = new Poll(spec.startupTimeout(), FIRST_PAUSE, LONGEST_PAUSE);
        while (runs()) {
            listener.progress(new ServiceProgress(spec.name(), Phase.WAITING_FOR_END, "it runs", poll.elapsed()));
            if (poll.expired()) {
                throw new ProcessException(
                        spec.name() + " did not end within "
                                + spec.startupTimeout().toMillis() / 1000.0
                                + " s, and others wait for its end. See " + folder.log() + ", or raise services."
                                + spec.name() + ".startup_timeout.",
                        new ProcessFailure.NotReady("it still runs"));
            }
            poll.pause();
        }
    }

    // Whether it was this instance that ended, and how, is found out under the lock.
    private boolean runs() {
        return RecordReader.read(folder) instanceof Reading.Present present
                && present.record().instance().equals(instance)
                && present.record().lastExit() == null
                && Shim.ended(folder, instance) == null
                && identity.judge(present.record(), folder) == Identity.Verdict.SAME;
    }
}
