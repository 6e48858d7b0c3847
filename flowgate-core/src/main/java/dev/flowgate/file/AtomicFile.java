package dev.flowgate.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Replaces files whole: a reader, and a process killed at any moment, sees the old content or the new one, never an
 * empty or half-written file. The content is written beside the target, forced to disk, and moved over it; the file is
 * readable by its owner alone (mode 0600) from the moment it is created.
 */
public final class AtomicFile {
    private static final Set<StandardOpenOption> CREATE =
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private AtomicFile() {}

    /**
     * Replaces a file's content, and creates the file and its folders when they are missing. An interrupt does not cut it
     * short; the thread is interrupted afterwards.
     *
     * @param target the file; when it is a symbolic link, the file that it points to is replaced
     * @param content the new content
     * @throws IOException if it cannot be written; the old content is then still there and nothing is left behind
     */
    public static void write(Path target, byte[] content) throws IOException {
        boolean interrupted = false;
        try {
            while (!written(target, content)) {
                interrupted |= Thread.interrupted();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Creates a file, whole, unless something has its name already. Of several processes that do so at the same time one
     * creates it.
     *
     * @param target the file; its folders are created when they are missing
     * @param content the content, written in UTF-8
     * @return whether it was created; false when something was there, which stays as it is
     * @throws IOException if it cannot be written
     */
    public static boolean create(Path target, String content) throws IOException {
        Path file = target.toAbsolutePath();
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        Path written = file.resolveSibling("." + file.getFileName() + "."
                + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".new");
        write(written, content);
        try {
            // A second name for the file, unlike a move, never takes the place of another one.
            Files.createLink(file, written);
            return true;
        } catch (FileAlreadyExistsException taken) {
            return false;
        } catch (UnsupportedOperationException unsupported) {
            throw new IOException("The file system of " + file + " cannot create a file atomically.", unsupported);
        } finally {
            Files.deleteIfExists(written);
        }
    }

    /** Writes once; returns false when an interrupt came between, which closes the channel. */
    private static boolean written(Path target, byte[] content) throws IOException {
        Path file = Files.isSymbolicLink(target) ? target.toRealPath() : target.toAbsolutePath();
        Path folder = file.getParent();
        if (folder == null) {
            throw new IOException("Not a file name: " + target);
        }
        FilePermissions.createPrivateFolder(folder);
        Path temporary = folder.resolve("." + file.getFileName() + "."
                + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(temporary, CREATE, FilePermissions.ownerOnlyFile(file))) {
                ByteBuffer buffer = ByteBuffer.wrap(content);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            move(temporary, file);
            return true;
        } catch (ClosedByInterruptException interrupted) {
            return false;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /**
     * Replaces a file's content with a text in UTF-8.
     *
     * @param target the file
     * @param content the new content
     * @throws IOException if it cannot be written; the old content is then still there
     * @see #write(Path, byte[])
     */
    public static void write(Path target, String content) throws IOException {
        write(target, content.getBytes(StandardCharsets.UTF_8));
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException unsupported) {
            throw new IOException("The file system of " + to + " cannot replace a file atomically.", unsupported);
        }
    }
}
