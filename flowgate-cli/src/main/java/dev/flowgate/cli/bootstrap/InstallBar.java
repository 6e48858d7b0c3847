package dev.flowgate.cli.bootstrap;

import dev.flowgate.cli.output.Output;
import dev.flowgate.process.install.InstallProgress;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Shows an installation: on a terminal as a line that is written anew, elsewhere as a line now and then. */
final class InstallBar implements InstallProgress.Listener, AutoCloseable {
    private static final long REDRAW_NANOS = Duration.ofMillis(100).toNanos();
    private static final long LINE_NANOS = Duration.ofSeconds(10).toNanos();

    private final Output output;
    private final LongSupplier nanos;
    private String words = "";
    private long phaseBegan;
    private long firstDone;
    private long shown;

    InstallBar(Output output, LongSupplier nanos) {
        this.output = output;
        this.nanos = nanos;
    }

    @Override
    public void progress(InstallProgress progress) {
        long now = nanos.getAsLong();
        String doing = InstallLine.words(progress);
        boolean isNew = !doing.equals(words);
        if (isNew) {
            words = doing;
            phaseBegan = now;
            firstDone = progress.done();
            shown = now;
        }
        if (output.redraws()) {
            if (isNew || now - shown >= REDRAW_NANOS) {
                shown = now;
                output.redraw(InstallLine.counted(progress, perSecond(progress, now)));
            }
        } else if (isNew) {
            output.progress(doing);
        } else if (now - shown >= LINE_NANOS) {
            shown = now;
            output.progress(InstallLine.counted(progress, perSecond(progress, now)));
        }
    }

    private double perSecond(InstallProgress progress, long now) {
        double seconds = (now - phaseBegan) / 1e9;
        return seconds < 0.5 ? 0 : (progress.done() - firstDone) / seconds;
    }

    @Override
    public void close() {
        output.redraw("");
    }
}
