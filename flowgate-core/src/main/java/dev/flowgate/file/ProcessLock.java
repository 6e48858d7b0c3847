package dev.flowgate.file;

import dev.flowgate.json.JsonText;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A lock that has one holder at a time, in all processes. The kernel frees it when its holder is killed. It is a POSIX record
 * lock, which a JVM would lose without notice if anything in it opened and closed the same file: so nothing else may open
 * the file, and it is never deleted, because a second file of the same name could be locked by somebody else at the same
 * time. Not reentrant. A file beside it, ending in {@code .holder}, says who holds it, for messages alone.
 */
public final class ProcessLock implements AutoCloseable {
    private static final String PID = "pid";
    private static final String IDENTITY = "identity";
    private static final String OPERATION = "operation";
    private static final String SINCE = "since";
    private static final long SHORTEST_PAUSE_MILLIS = 10;
    private static final long LONGEST_PAUSE_MILLIS = 100;

    /** A second channel on the file would, when closed, free the lock of the first. */
    private static final Set<Path> WITHIN_JVM = ConcurrentHashMap.newKeySet();

    private static final String ENDING = ".lock";

    private final Path file;
    private final FileChannel channel;
    private final AtomicBoolean freed = new AtomicBoolean();

    private ProcessLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes a lock if it is free at this moment.
     *
     * @param file the lock's file, ending in {@code .lock}; it and its folder are created when they are missing, readable by
     *     their owner alone
     * @param operation what it is taken for, one word for whoever has to wait
     * @param clock dates the note of who holds it
     * @return the lock; empty when somebody else holds it
     * @throws IOException if the file cannot be created or locked
     */
    public static Optional<ProcessLock> tryAcquire(Path file, String operation, Clock clock) throws IOException {
        return tryAcquire(file, operation, clock, "");
    }

    /**
     * Takes a lock if it is free at this moment, and leaves word by which others can tell whether its holder still runs.
     *
     * @param file the lock's file
     * @param operation what it is taken for
     * @param clock dates the note of who holds it
     * @param identity what tells this process from one that gets its id later; blank for nothing
     * @return the lock; empty when somebody else holds it
     * @throws IOException if the file cannot be created or locked
     * @see #holderPid
     */
    public static Optional<ProcessLock> tryAcquire(Path file, String operation, Clock clock, String identity)
            throws IOException {
        Path real = real(file);
        if (!WITHIN_JVM.add(real)) {
            return Optional.empty();
        }
        FileChannel channel = null;
        boolean locked = false;
        try {
            channel = open(real);
            locked = lock(channel);
            if (!locked) {
                return Optional.empty();
            }
            note(real, operation, clock, identity);
            return Optional.of(new ProcessLock(real, channel));
        } finally {
            if (!locked) {
                try {
                    if (channel != null) {
                        channel.close();
                    }
                } finally {
                    WITHIN_JVM.remove(real);
                }
            }
        }
    }

    /**
     * Takes a lock, and waits until it is free.
     *
     * @param file the lock's file
     * @param operation what it is taken for
     * @param clock dates the note of who holds it
     * @param limit how long to wait at most
     * @return the lock; empty when it did not become free in time
     * @throws IOException if the file cannot be created or locked
     * @throws InterruptedException if the thread is interrupted
     * @see #tryAcquire
     */
    public static Optional<ProcessLock> acquire(Path file, String operation, Clock clock, Duration limit)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        long pause = SHORTEST_PAUSE_MILLIS;
        while (true) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            Optional<ProcessLock> lock = tryAcquire(file, operation, clock);
            if (lock.isPresent() || System.nanoTime() - deadline >= 0) {
                return lock;
            }
            TimeUnit.MILLISECONDS.sleep(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        }
    }

    /**
     * Tells who holds a lock.
     *
     * @param file the lock's file
     * @return such as {@code pid 12 (login since 2026-01-02T03:04:05Z)}; {@code another process} when that is not known
     */
    public static String holder(Path file) {
        Map<String, @Nullable Object> note = noted(file);
        return note.get(PID) instanceof Number pid
                ? "pid " + pid.longValue() + " (" + note.get(OPERATION) + " since " + note.get(SINCE) + ")"
                : "another process";
    }

    /**
     * Tells which process holds a lock, without trying it, which would take it for a moment.
     *
     * @param file the lock's file
     * @param identity what tells the process with an id from others that get it later, as it was given when the lock was
     *     taken; blank when there is no such process
     * @return its process id; empty when nobody holds it, its holder has ended, or that is not known
     */
    public static OptionalLong holderPid(Path file, LongFunction<String> identity) {
        Map<String, @Nullable Object> note = noted(file);
        return note.get(PID) instanceof Number pid
                        && note.get(IDENTITY) instanceof String noted
                        && !noted.isBlank()
                        && noted.equals(identity.apply(pid.longValue()))
                ? OptionalLong.of(pid.longValue())
                : OptionalLong.empty();
    }

    private static Map<String, @Nullable Object> noted(Path file) {
        try {
            return JsonText.readObject(Files.readString(noteOf(file)));
        } catch (IOException untold) {
            // Informative only: nobody holds it, it is being taken just now, or the disk was full.
            return Map.of();
        }
    }

    /** Frees the lock. Once it is free, and somebody else's, this does nothing. */
    @Override
    public void close() {
        if (!freed.compareAndSet(false, true)) {
            return;
        }
        try {
            Files.deleteIfExists(noteOf(file));
        } catch (IOException informativeOnly) {
            LoggerFactory.getLogger(ProcessLock.class).debug("Cannot delete {}", noteOf(file));
        }
        try {
            channel.close();
        } catch (IOException failed) {
            // The channel counts as closed all the same, and the kernel has freed its lock.
            LoggerFactory.getLogger(ProcessLock.class).debug("Cannot close {}", file, failed);
        } finally {
            WITHIN_JVM.remove(file);
        }
    }

    private static Path real(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("Not a file name: " + file);
        }
        FilePermissions.createPrivateFolder(folder);
        return folder.toRealPath().resolve(file.getFileName());
    }

    private static FileChannel open(Path file) throws IOException {
        try {
            return FileChannel.open(
                    file,
                    EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    FilePermissions.ownerOnlyFile(file));
        } catch (FileAlreadyExistsException usual) {
            return FileChannel.open(file, StandardOpenOption.WRITE);
        }
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException otherClassLoader) {
            // This class was loaded twice in this JVM, and the other one holds it.
            return false;
        }
    }

    private static void note(Path file, String operation, Clock clock, String identity) {
        Map<String, Object> note = new LinkedHashMap<>();
        note.put(PID, ProcessHandle.current().pid());
        if (!identity.isBlank()) {
            note.put(IDENTITY, identity);
        }
        note.put(OPERATION, operation);
        note.put(SINCE, clock.instant().toString());
        try {
            AtomicFile.write(noteOf(file), JsonText.compact(note));
        } catch (IOException informativeOnly) {
            LoggerFactory.getLogger(ProcessLock.class).debug("Cannot write {}", noteOf(file), informativeOnly);
        }
    }

    private static Path noteOf(Path file) {
        String name = file.getFileName().toString();
        String base = name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
        return file.resolveSibling(base + ".holder");
    }
}
