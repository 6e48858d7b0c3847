package dev.flowgate.process;

import dev.flowgate.file.FilePermissions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The lock that a start or stop of a service holds. The kernel frees it when its holder is killed. It is a POSIX record
 * lock, which this JVM would lose without notice if anything in it opened and closed the same file: so this class is the
 * only place that names the file, and a lock of the JVM goes before it. The file is never deleted, because a second file
 * of the same name could be locked by somebody else at the same time.
 */
final class TransitionLock implements AutoCloseable {
    private static final String FILE = "op.lock";
    private static final long SHORTEST_POLL_NANOS = 10_000_000;
    private static final long LONGEST_POLL_NANOS = 100_000_000;
    private static final ConcurrentHashMap<Path, ReentrantLock> WITHIN_JVM = new ConcurrentHashMap<>();

    private final ReentrantLock withinJvm;
    private final FileChannel channel;
    private final Path holderFile;

    private TransitionLock(ReentrantLock withinJvm, FileChannel channel, Path holderFile) {
        this.withinJvm = withinJvm;
        this.channel = channel;
        this.holderFile = holderFile;
    }

    /**
     * Takes the lock.
     *
     * @throws ProcessException with {@link ProcessFailure.Busy} if it is not free in time
     */
    static TransitionLock acquire(ServiceFolder folder, String operation, Duration wait, LockHolder self)
            throws InterruptedException {
        long deadline = System.nanoTime() + wait.toNanos();
        ReentrantLock withinJvm = withinJvm(folder);
        if (!withinJvm.tryLock(wait.toNanos(), TimeUnit.NANOSECONDS)) {
            throw busy(folder, operation);
        }
        TransitionLock lock = null;
        try {
            lock = poll(folder, operation, deadline, withinJvm);
            self.write(folder.holder(), operation);
            return lock;
        } finally {
            if (lock == null) {
                withinJvm.unlock();
            }
        }
    }

    /** Takes the lock if it is free at this moment. */
    static @Nullable TransitionLock tryAcquire(ServiceFolder folder, String operation, LockHolder self) {
        ReentrantLock withinJvm = withinJvm(folder);
        if (!withinJvm.tryLock()) {
            return null;
        }
        FileChannel channel = null;
        try {
            channel = open(folder);
            if (lock(channel)) {
                self.write(folder.holder(), operation);
                return new TransitionLock(withinJvm, channel, folder.holder());
            }
        } catch (IOException failed) {
            close(channel);
            withinJvm.unlock();
            throw cannotLock(folder, failed);
        }
        close(channel);
        withinJvm.unlock();
        return null;
    }

    /** Fails when the current thread does not hold the lock, which would be a mistake of this package. */
    void requireHeld() {
        if (!withinJvm.isHeldByCurrentThread() || !channel.isOpen()) {
            throw new IllegalStateException("the lock is not held");
        }
    }

    @Override
    public void close() {
        try {
            // Informative only: when it stays, the lock's own state still tells that nobody holds it.
            Files.deleteIfExists(holderFile);
        } catch (IOException informativeOnly) {
            LoggerFactory.getLogger(TransitionLock.class).debug("Cannot delete {}", holderFile);
        } finally {
            close(channel);
            withinJvm.unlock();
        }
    }

    private static TransitionLock poll(ServiceFolder folder, String operation, long deadline, ReentrantLock withinJvm)
            throws InterruptedException {
        FileChannel channel = null;
        boolean locked = false;
        try {
            channel = open(folder);
            long pause = SHORTEST_POLL_NANOS;
            while (!lock(channel)) {
                if (System.nanoTime() - deadline >= 0) {
                    throw busy(folder, operation);
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                LockSupport.parkNanos(pause);
                pause = Math.min(2 * pause, LONGEST_POLL_NANOS);
            }
            locked = true;
            return new TransitionLock(withinJvm, channel, folder.holder());
        } catch (IOException failed) {
            throw cannotLock(folder, failed);
        } finally {
            if (!locked) {
                close(channel);
            }
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

    private static ReentrantLock withinJvm(ServiceFolder folder) {
        try {
            return WITHIN_JVM.computeIfAbsent(folder.path().toRealPath(), path -> new ReentrantLock());
        } catch (IOException failed) {
            throw cannotLock(folder, failed);
        }
    }

    private static FileChannel open(ServiceFolder folder) throws IOException {
        Path file = folder.path().resolve(FILE);
        try {
            return FileChannel.open(
                    file,
                    EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    FilePermissions.ownerOnlyFile(file));
        } catch (FileAlreadyExistsException usual) {
            return FileChannel.open(file, StandardOpenOption.WRITE);
        }
    }

    private static void close(@Nullable FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    private static ProcessException busy(ServiceFolder folder, String operation) {
        String holder = LockHolder.describe(folder.holder());
        return new ProcessException(
                "Cannot " + operation + " " + folder.service() + ": it is being worked on by " + holder
                        + ". Wait until that has ended, or end it, and try again.",
                new ProcessFailure.Busy(holder));
    }

    private static ProcessException cannotLock(ServiceFolder folder, IOException cause) {
        return ServiceFolder.storage(
                "The lock of the service " + folder.service() + " cannot be taken", folder.path(), cause);
    }
}
