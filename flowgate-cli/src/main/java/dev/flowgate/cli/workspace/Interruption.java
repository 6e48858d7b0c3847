package dev.flowgate.cli.workspace;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Lets Ctrl-C, SIGTERM and SIGHUP end what a verb does in good order. The first one asks for that, the second one for an end
 * without any patience, the third one ends the JVM at once. The verb ends with 128 and the signal's number: 130 after Ctrl-C.
 */
public final class Interruption {
    private static final int SIGNALLED = 128;

    private final AtomicInteger signals = new AtomicInteger();
    private volatile int exitCode = ExitCode.INTERRUPTED;
    private volatile @Nullable Block block;
    private boolean handling;

    /** What a signal ends: closed when that is over. */
    private record Block(@Nullable Thread worker, Runnable first, boolean isServer) {}

    /**
     * The part of a verb that signals end in good order; outside of one they end the JVM as they always do. A part within
     * another one has its own way to end.
     */
    public interface Scope extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Lets the first signal interrupt the current thread, which is to take back what it has begun.
     *
     * @param first says what happens now; called on another thread
     */
    public Scope ofCurrentThread(Runnable first) {
        return begin(new Block(Thread.currentThread(), first, false));
    }

    /**
     * Lets the first signal only be noted: what was begun is to be completed, and nothing more begun.
     *
     * @param first says what happens now; called on another thread
     */
    public Scope afterThisStep(Runnable first) {
        return begin(new Block(null, first, false));
    }

    /** Lets the first signal interrupt the current thread, which serves until then; the second one ends the JVM. */
    public Scope ofServer() {
        return begin(new Block(Thread.currentThread(), () -> {}, true));
    }

    /** Whether the verb was asked to end. */
    public boolean isAsked() {
        return signals.get() > 0;
    }

    /** Whether the verb was asked to end without any patience. */
    public boolean isUrgent() {
        return signals.get() > 1;
    }

    /** Returns what an interrupted verb ends with. */
    int exitCode() {
        return exitCode;
    }

    private Scope begin(Block begun) {
        Block outer = block;
        block = begun;
        if (!handling) {
            handling = true;
            EndSignals.handle(this::signalled);
        }
        return () -> block = outer;
    }

    private void signalled(int number) {
        Block current = block;
        int count = signals.incrementAndGet();
        if (count == 1) {
            exitCode = SIGNALLED + number;
        }
        if (current == null || count > 2 || (count > 1 && current.isServer())) {
            Runtime.getRuntime().halt(exitCode);
        } else if (count == 1) {
            current.first().run();
            if (current.worker() != null) {
                current.worker().interrupt();
            }
        }
    }
}
