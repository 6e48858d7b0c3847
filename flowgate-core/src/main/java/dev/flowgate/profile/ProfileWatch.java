package dev.flowgate.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Tells when a profile was set, by looking at the state file's attributes at an interval. (Notifications of the
 * operating system do not cross all file systems, and come late on some.) The listener is called on the watch's own
 * daemon thread, one call at a time.
 */
public final class ProfileWatch implements AutoCloseable {
    private final Path stateFile;
    private final Runnable listener;
    private final ScheduledExecutorService timer;
    private @Nullable Look seen;

    private ProfileWatch(Path stateFile, Runnable listener) {
        this.stateFile = stateFile;
        this.listener = listener;
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "flowgate-profile-watch");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Starts to watch.
     *
     * @param stateFile the state file; it need not exist
     * @param interval how often to look; more than zero
     * @param listener called after each change from what the file is now; a failure of it is logged, and watching goes
     *     on
     * @return the watch
     */
    public static ProfileWatch start(Path stateFile, Duration interval, Runnable listener) {
        ProfileWatch watch = new ProfileWatch(stateFile, listener);
        watch.seen = watch.look();
        var unused = watch.timer.scheduleWithFixedDelay(
                watch::check, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
        return watch;
    }

    /** Stops watching. A call of the listener that is under way is completed by its own thread. */
    @Override
    public void close() {
        timer.shutdown();
    }

    private void check() {
        Look now = look();
        if (now == null || now.isSameAs(seen)) {
            return;
        }
        seen = now;
        try {
            listener.run();
        } catch (RuntimeException failure) {
            LoggerFactory.getLogger(ProfileWatch.class)
                    .error("The change of {} could not be followed: {}", stateFile, failure.getMessage(), failure);
        }
    }

    private @Nullable Look look() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(stateFile, BasicFileAttributes.class);
            return new Look(attributes.fileKey(), attributes.lastModifiedTime().toMillis(), attributes.size());
        } catch (NoSuchFileException absent) {
            return null;
        } catch (IOException unreadable) {
            LoggerFactory.getLogger(ProfileWatch.class)
                    .warn("State file {} cannot be looked at: {}", stateFile, unreadable.toString());
            return null;
        }
    }

    private record Look(@Nullable Object key, long modified, long size) {
        // By hand: the equals of a record makes some eighty classes, which a small process would carry for good.
        boolean isSameAs(@Nullable Look other) {
            return other != null && Objects.equals(key, other.key) && modified == other.modified && size == other.size;
        }
    }
}
