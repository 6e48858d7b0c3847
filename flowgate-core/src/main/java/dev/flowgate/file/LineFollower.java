package dev.flowgate.file;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines that are appended to a file, as {@code tail -F} does: it goes on when the file is renamed away and
 * created anew, when it is truncated, when blocks are taken off its front, and when it does not exist yet. Not safe for use
 * by several threads.
 */
public final class LineFollower implements Closeable {
    private static final int CHUNK = 64 * 1024;
    private static final int LONGEST_LINE = 1024 * 1024;
    private static final int SMALLEST_BLOCK = 1024;
    private static final int REMEMBERED = 64;

    private final Path file;
    private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
    private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();
    private @Nullable FileChannel channel;
    private @Nullable Object key;
    private long offset;
    private byte[] before = {};

    private LineFollower(Path file) {
        this.file = file;
    }

    /**
     * Starts at the last lines of a file.
     *
     * @param file the file; it need not exist
     * @param lines how many of the lines that are already there are read first; 0 or more
     * @return a follower whose first {@link #poll()} returns those lines
     * @throws IOException if the file exists and cannot be read
     */
    public static LineFollower fromLast(Path file, int lines) throws IOException {
        LineFollower follower = new LineFollower(file);
        follower.open();
        FileChannel open = follower.channel;
        if (open != null) {
            follower.offset = startOfLast(open, lines);
            follower.before = bytesBefore(open, follower.offset);
        }
        return follower;
    }

    /**
     * Returns the last lines of a file.
     *
     * @param file the file
     * @param lines how many lines at the most; 0 or more
     * @return the lines in order, the last one even without its line break; empty when there is no such file
     * @throws IOException if the file cannot be read
     */
    public static List<String> last(Path file, int lines) throws IOException {
        try (LineFollower follower = fromLast(file, lines)) {
            List<String> all = new ArrayList<>(follower.poll());
            if (follower.unfinished.size() > 0) {
                all.add(follower.takeLine());
            }
            return all.size() > lines ? all.subList(all.size() - lines, all.size()) : all;
        }
    }

    /**
     * Reads what has been appended since the last call.
     *
     * @return the complete lines, without their line breaks; empty when there is nothing new
     * @throws IOException if the file cannot be read
     */
    public List<String> poll() throws IOException {
        List<String> lines = new ArrayList<>();
        FileChannel open = channel;
        if (open != null) {
            if (open.size() < offset) {
                offset = placeAfterCut(open);
                if (offset == 0) {
                    unfinished.reset();
                }
            }
            drain(open, lines);
        }
        if (replaced()) {
            close();
            open();
            FileChannel next = channel;
            if (next != null) {
                drain(next, lines);
            }
        }
        return lines;
    }

    @Override
    public void close() throws IOException {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }

    private void open() throws IOException {
        offset = 0;
        unfinished.reset();
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
            key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException absent) {
            // Whoever writes the file creates it later; the next poll looks again.
            close();
        }
    }

    private boolean replaced() throws IOException {
        try {
            Object now = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            return channel == null || (now != null && !now.equals(key));
        } catch (NoSuchFileException absent) {
            return false;
        }
    }

    private void drain(FileChannel from, List<String> lines) throws IOException {
        long start = offset;
        int read;
        while ((read = from.read(buffer.clear(), offset)) > 0) {
            offset += read;
            buffer.flip();
            while (buffer.hasRemaining()) {
                byte next = buffer.get();
                if (next == '\n' || unfinished.size() >= LONGEST_LINE) {
                    lines.add(takeLine());
                }
                if (next != '\n') {
                    unfinished.write(next);
                }
            }
        }
        if (offset != start) {
            before = bytesBefore(from, offset);
        }
    }

    /** Returns where what was read last stands after blocks were taken off the front; 0 when it is not there. */
    private long placeAfterCut(FileChannel open) throws IOException {
        long size = open.size();
        for (long place = offset % SMALLEST_BLOCK; place <= size; place += SMALLEST_BLOCK) {
            byte[] there = bytesBefore(open, place);
            int from = before.length - there.length;
            if (place > 0 && from >= 0 && Arrays.equals(there, 0, there.length, before, from, before.length)) {
                return place;
            }
        }
        return 0;
    }

    private static byte[] bytesBefore(FileChannel open, long place) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(REMEMBERED, place));
        open.read(bytes, place - bytes.capacity());
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private String takeLine() {
        String line = unfinished.toString(StandardCharsets.UTF_8);
        unfinished.reset();
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    private static long startOfLast(FileChannel channel, int lines) throws IOException {
        long end = channel.size();
        if (lines == 0) {
            return end;
        }
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        int found = 0;
        for (long position = end; position > 0; ) {
            int length = (int) Math.min(CHUNK, position);
            position -= length;
            int read = channel.read(chunk.clear().limit(length), position);
            for (int i = read - 1; i >= 0; i--) {
                long lineStart = position + i + 1;
                if (chunk.get(i) == '\n' && lineStart < end && ++found == lines) {
                    return lineStart;
                }
            }
        }
        return 0;
    }
}
