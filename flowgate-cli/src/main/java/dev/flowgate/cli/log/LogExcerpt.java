package dev.flowgate.cli.log;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The end of what a service wrote, over the files that its log was cut into: everything after the last line that tells
 * an earlier time. Lines without a time are taken for as recent as they can be, so that nothing recent is left out.
 */
final class LogExcerpt {
    private final List<Path> files;
    private final List<Long> lines = new ArrayList<>();
    private long skipped;

    private LogExcerpt(List<Path> files) {
        this.files = files;
    }

    /**
     * Looks for the beginning.
     *
     * @param files the files, the oldest first
     * @param since what is before is left out
     * @param last how many lines at the most
     */
    static LogExcerpt since(List<Path> files, Instant since, ZoneId zone, long last) throws IOException {
        LogExcerpt excerpt = new LogExcerpt(files);
        long total = 0;
        for (Path file : files) {
            long before = total;
            try (BufferedReader reader = open(file)) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    total++;
                    Instant time = Since.ofLine(line, zone);
                    if (time != null && time.isBefore(since)) {
                        excerpt.skipped = total;
                    }
                }
            } catch (NoSuchFileException putAside) {
                // It has a higher number by now, and is read again under that or not at all: too old by far.
                total = before;
            }
            excerpt.lines.add(total - before);
        }
        excerpt.skipped = Math.max(excerpt.skipped, total - last);
        return excerpt;
    }

    /** Hands on the lines. */
    void show(Consumer<String> line) throws IOException {
        show(files.size(), line);
    }

    /** Hands on the lines of all files but the last one, and returns how many of that one belong to the excerpt. */
    int showOlder(Consumer<String> line) throws IOException {
        if (files.isEmpty()) {
            return 0;
        }
        show(files.size() - 1, line);
        long older = 0;
        for (Long count : lines.subList(0, lines.size() - 1)) {
            older += count;
        }
        long current = lines.get(lines.size() - 1);
        return (int) Math.min(Integer.MAX_VALUE, Math.min(current, older + current - skipped));
    }

    boolean isEmpty() {
        return lines.stream().mapToLong(Long::longValue).sum() == skipped;
    }

    private void show(int count, Consumer<String> consumer) throws IOException {
        long left = skipped;
        for (int i = 0; i < count; i++) {
            if (left >= lines.get(i)) {
                left -= lines.get(i);
                continue;
            }
            try (BufferedReader reader = open(files.get(i))) {
                reader.lines().skip(left).forEach(consumer);
            } catch (NoSuchFileException putAside) {
                // As above.
                left = 0;
            }
            left = 0;
        }
    }

    // What is no UTF-8 is shown as far as it can be.
    private static BufferedReader open(Path file) throws IOException {
        return new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8));
    }
}
