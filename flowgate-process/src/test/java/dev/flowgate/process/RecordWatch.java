package dev.flowgate.process;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Reads a service's record again and again, as a status command could at any moment, and counts damaged ones. */
final class RecordWatch implements AutoCloseable {
    private static final long PAUSE_NANOS = 500_000;

    private final ServiceFolder folder;
    private final AtomicInteger unreadable = new AtomicInteger();
    private final Thread thread = new Thread(this::watch, "record watch");
    private volatile boolean closed;

    RecordWatch(ServiceFolder folder) {
        this.folder = folder;
        thread.setDaemon(true);
        thread.start();
    }

    int unreadable() {
        return unreadable.get();
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join();
    }

    private void watch() {
        while (!closed) {
            if (RecordReader.read(folder) instanceof RecordReader.Reading.Damaged) {
                unreadable.incrementAndGet();
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
