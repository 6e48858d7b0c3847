package dev.flowgate.process.install;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What installations ask of a disk: room, durability, removal; and what is said when it refuses. */
final class InstallStorage {
    private static final long KIB = 1024;
    private static final long MIB = KIB * KIB;

    private InstallStorage() {}

    /**
     * Fails early when there is no room.
     *
     * @param folder an existing folder on the disk in question
     * @param bytes how many more bytes are going to be written
     * @throws InstallException naming both
     */
    static void requireRoom(Path folder, long bytes) {
        long free = free(folder);
        if (free < bytes) {
            throw new InstallException("The disk of " + folder + " is too full: " + size(bytes) + " are needed, "
                    + size(free) + " are free. Nothing was changed. Free some space, then try again.");
        }
    }

    /**
     * Says what could not be written.
     *
     * @param folder where
     * @param bytes how many bytes that needs; 0 when it is hardly any
     * @param cause what the system said
     */
    static InstallException failure(Path folder, long bytes, IOException cause) {
        String reason = String.valueOf(cause.getMessage());
        String lower = reason.toLowerCase(Locale.ROOT);
        if (lower.contains("no space left") || lower.contains("quota exceeded")) {
            String needed = bytes > 0 ? size(bytes) + " are needed, " : "";
            return new InstallException(
                    "The disk of " + folder + " is full: " + needed + size(free(folder))
                            + " are free. Nothing else has changed."
                            + " Free some space, then try again.",
                    cause);
        }
        return new InstallException(
                folder + " cannot be written to (" + cause.getClass().getSimpleName() + ": " + reason
                        + "). Nothing else has changed."
                        + " Check its owner, its permissions and its disk, then try again.",
                cause);
    }

    /**
     * Forces a file's content, or the names in a folder, to disk. It is opened for reading, because a program that runs
     * cannot be opened for writing. An interrupt does not cut it short; the thread is interrupted afterwards.
     */
    static void force(Path path) throws IOException {
        boolean interrupted = false;
        try {
            while (!forced(path)) {
                interrupted |= Thread.interrupted();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static boolean forced(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
            return true;
        } catch (ClosedByInterruptException interrupted) {
            return false;
        }
    }

    /** Reads a small file, also in an interrupted thread, where a channel would fail as if the file were not there. */
    static String text(Path file) throws IOException {
        try (InputStream content = new FileInputStream(file.toFile())) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Removes a folder with everything in it, and follows no link. One that is not there is no failure. */
    static void remove(Path folder) throws IOException {
        try {
            // First, so that a removal that is cut short leaves nothing that looks finished.
            Files.deleteIfExists(folder.resolve(InstallRecord.FILE));
            Files.walkFileTree(folder, new Removal());
        } catch (NoSuchFileException gone) {
            if (Files.exists(folder)) {
                throw gone;
            }
        }
    }

    /** Returns a number of bytes for people, such as {@code 12.3 MiB}. */
    static String size(long bytes) {
        if (bytes < KIB) {
            return bytes + " bytes";
        }
        return bytes < MIB
                ? String.format(Locale.ROOT, "%.1f KiB", (double) bytes / KIB)
                : String.format(Locale.ROOT, "%.1f MiB", (double) bytes / MIB);
    }

    private static long free(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException untold) {
            // Then the writing itself tells whether there is room.
            return Long.MAX_VALUE;
        }
    }

    private static final class Removal extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
