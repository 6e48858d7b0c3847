package dev.flowgate.auth.cliproxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Changes a file that a server watches by its inode: one that takes its place by a rename would not be noticed, nor would
 * any later change be.
 */
final class WatchedFile {
    private WatchedFile() {}

    /**
     * Changes the content in place, by one write of what differs. A crash between that write and the cut of a longer old end
     * leaves that end behind, so there should be a backup. An interrupt does not cut it short; the thread is interrupted
     * afterwards.
     *
     * @param file an existing file
     * @param before its content
     * @param after the new content
     */
    static void change(Path file, String before, String after) throws IOException {
        byte[] old = before.getBytes(StandardCharsets.UTF_8);
        byte[] content = after.getBytes(StandardCharsets.UTF_8);
        int same = Arrays.mismatch(old, content);
        if (same < 0) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            while (!written(file, content, same)) {
                interrupted |= Thread.interrupted();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Writes once; returns false when an interrupt came between, which closes the channel. */
    private static boolean written(Path file, byte[] content, int from) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(content, from, content.length - from);
            while (rest.hasRemaining()) {
                channel.write(rest, rest.position());
            }
            if (channel.size() > content.length) {
                channel.truncate(content.length);
            }
            channel.force(true);
            return true;
        } catch (ClosedByInterruptException interrupted) {
            return false;
        }
    }
}
