package dev.flowgate.cli.service;

import dev.flowgate.cli.output.Output;
import dev.flowgate.process.ServiceProgress;
import java.time.Duration;

/** Says what is being waited for, once it takes long enough for a person to wonder, and then every few seconds. */
public final class SlowProgress implements ServiceProgress.Listener {
    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final String what;
    private final Output output;
    private Duration next = FIRST;

    /**
     * Creates a listener for one wait.
     *
     * @param what what is being waited for
     */
    public SlowProgress(String what, Output output) {
        this.what = what;
        this.output = output;
    }

    @Override
    public void progress(ServiceProgress progress) {
        if (progress.elapsed().compareTo(next) >= 0) {
            output.progress(what + " (" + progress.elapsed().toSeconds() + " s): " + progress.seen());
            next = progress.elapsed().plus(INTERVAL);
        }
    }
}
