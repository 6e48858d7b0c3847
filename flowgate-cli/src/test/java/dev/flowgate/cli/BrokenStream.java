package dev.flowgate.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A stream that never gets to its end. It stops after its first text and waits: what the client has not seen yet when the
 * connection breaks may be lost or repeated, and the test would not know what it tests.
 */
final class BrokenStream implements UpstreamReply {
    /** The first text of every stream in the resources. */
    static final String FIRST_TEXT = "Hello from ";

    private static final long PATIENCE_SECONDS = 20;

    /** How it breaks. */
    enum Ending {
        /** By a reset of the connection. */
        RESET,
        /** By a clean end of the HTTP body, without the event that says that the answer is complete. */
        CLEAN
    }

    private final List<String> events;
    private final Ending ending;
    private final CountDownLatch told = new CountDownLatch(1);

    BrokenStream(String file, Ending ending) {
        this.events = UpstreamReply.events(file);
        this.ending = ending;
    }

    /** Breaks the stream; to be called when the client has the first text. */
    void breakNow() {
        told.countDown();
    }

    @Override
    public void answer(UpstreamConnection connection) throws IOException {
        connection.beginStream();
        for (String event : events) {
            connection.sendEvent(event);
            if (event.contains(FIRST_TEXT)) {
                break;
            }
        }
        awaitWord();
        switch (ending) {
            case RESET -> connection.reset();
            case CLEAN -> connection.endStream();
        }
    }

    private void awaitWord() throws IOException {
        try {
            if (!told.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("The client did not get the first text within " + PATIENCE_SECONDS + " s.");
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("The upstream closes.");
        }
    }
}
