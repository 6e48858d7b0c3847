package dev.flowgate.process;

import dev.flowgate.file.FilePermissions;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/**
 * Keeps a log from growing without end: what is over the limit is put aside as {@code .1}, with older ones behind it.
 * Called by the holder of the service's lock.
 */
final class LogRotation {
    /** What every service gets. */
    static final LogRotation USUAL = new LogRotation(20L * 1024 * 1024, 5, FrontCut.BY_KERNEL);

    private static final int PASSES = 16;

    private final long largest;
    private final int kept;
    private final FrontCut frontCut;

    /**
     * Prepares.
     *
     * @param largest bytes that a log may have
     * @param kept how many older files stay
     * @param frontCut how the front is taken off a log that a service writes to
     */
    LogRotation(long largest, int kept, FrontCut frontCut) {
        this.largest = largest;
        this.kept = kept;
        this.frontCut = frontCut;
    }

    boolean isDue(Path log) throws IOException {
        return Files.exists(log) && Files.size(log) > largest;
    }

    /** Puts a log aside that nobody writes; nothing is lost. */
    void rename(Path log) throws IOException {
        if (isDue(log)) {
            makeRoom(log);
            Files.move(log, numbered(log, 1), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /**
     * Puts a log aside that a service writes to by a descriptor which cannot be changed: its content is copied and then
     * taken off its front, as far as that consists of whole blocks. Nothing is lost, and a line may begin in one file and
     * end in the next. Where the file system cannot do that, the log is cut off, and what is written between the last look
     * and the cut is lost. Broken off half way, this leaves lines twice rather than not at all.
     */
    void putAside(Path log) throws IOException {
        if (!isDue(log)) {
            return;
        }
        Path copy = log.resolveSibling("." + log.getFileName() + ".copy");
        Files.deleteIfExists(copy);
        try (FileChannel from = FileChannel.open(log, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileChannel to = FileChannel.open(
                        copy,
                        EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        FilePermissions.ownerOnlyFile(copy))) {
            long copied = copyRest(from, to, 0);
            long block = FrontCut.blockSize(log);
            // The kernel takes off fewer bytes than there are.
            long blocks = (copied - 1) / block * block;
            to.truncate(blocks);
            makeRoom(log);
            Files.move(copy, numbered(log, 1), StandardCopyOption.ATOMIC_MOVE);
            if (!frontCut.cut(log, blocks)) {
                copyRest(from, to, blocks);
                from.truncate(0);
            }
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    /** Returns the files there are, the oldest first. */
    List<Path> files(Path log) {
        List<Path> files = new ArrayList<>();
        for (int i = kept; i >= 1; i--) {
            files.add(numbered(log, i));
        }
        files.add(log);
        files.removeIf(file -> !Files.exists(file));
        return files;
    }

    // A service that writes faster than this reads must not keep it here for ever.
    private static long copyRest(FileChannel from, FileChannel to, long copied) throws IOException {
        long position = copied;
        for (int pass = 0; pass < PASSES && position < from.size(); pass++) {
            long end = from.size();
            while (position < end) {
                long moved = from.transferTo(position, end - position, to);
                if (moved <= 0) {
                    return position;
                }
                position += moved;
            }
        }
        return position;
    }

    private void makeRoom(Path log) throws IOException {
        for (int i = kept - 1; i >= 1; i--) {
            Path older = numbered(log, i);
            if (Files.exists(older)) {
                Files.move(older, numbered(log, i + 1), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static Path numbered(Path log, int number) {
        return log.resolveSibling(log.getFileName() + "." + number);
    }
}
