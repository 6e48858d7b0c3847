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
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * What a supervision of a runtime directory holds as long as it lives, so that there is one at most. The kernel frees it
 * when its holder is killed. As with {@link TransitionLock}, this class is the only place that names the file, and the
 * file is never deleted.
 */
final class SupervisionLock implements AutoCloseable {
    private static final String FILE = "supervision.lock";
    private static final String HOLDER = "supervision.holder";

    /** A second channel on the file would, when closed, free the lock of the first. */
    private static final Set<Path> WITHIN_JVM = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel channel;

    private SupervisionLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws ProcessException with {@link ProcessFailure.Busy} if another supervision holds it
     */
    static SupervisionLock acquire(Path runtimeDirectory, LockHolder self) {
        Path directory = real(runtimeDirectory);
        if (!WITHIN_JVM.add(directory)) {
            throw busy(directory);
        }
        FileChannel channel = null;
        boolean locked = false;
        try {
            channel = open(directory.resolve(FILE));
            locked = lock(channel);
            if (!locked) {
                throw busy(directory);
            }
            self.write(directory.resolve(HOLDER), "supervision");
            return new SupervisionLock(directory, channel);
        } catch (IOException failed) {
            throw ServiceFolder.storage("The lock of the supervision cannot be taken", directory, failed);
        } finally {
            if (!locked) {
                close(channel);
                WITHIN_JVM.remove(directory);
            }
        }
    }

    /** Tells the pid of whoever holds the lock, without trying it, which would take it for a moment; 0 when there is none. */
    static long holder(Path runtimeDirectory) {
        return LockHolder.runningPid(runtimeDirectory.resolve(HOLDER), HostProcesses.current());
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(directory.resolve(HOLDER));
        } catch (IOException informativeOnly) {
            LoggerFactory.getLogger(SupervisionLock.class).debug("Cannot delete {}", directory.resolve(HOLDER));
        } finally {
            close(channel);
            WITHIN_JVM.remove(directory);
        }
    }

    private static Path real(Path directory) {
        try {
            FilePermissions.createPrivateFolder(directory);
            return directory.toRealPath();
        } catch (IOException failed) {
            throw ServiceFolder.storage("The runtime directory cannot be created", directory, failed);
        }
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
            return false;
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

    private static ProcessException busy(Path directory) {
        String holder = LockHolder.describe(directory.resolve(HOLDER));
        return new ProcessException(
                "The services of " + directory + " are supervised already, by " + holder
                        + ". End that supervision first, or leave the services to it.",
                new ProcessFailure.Busy(holder));
    }
}
