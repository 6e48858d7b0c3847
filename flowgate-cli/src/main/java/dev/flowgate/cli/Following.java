package dev.flowgate.cli;

import dev.flowgate.file.LineFollower;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** Hands on the lines of files as they are written, until it is interrupted or nobody reads any more. */
final class Following {
    private static final long POLL_MILLIS = 200;

    private Following() {}

    /**
     * Follows files; never returns normally.
     *
     * @param files the files, each under the name that its lines are handed on with
     * @param last how many of the lines that are there already come first
     * @param line takes a file's name and a line of it
     */
    static void forever(Map<String, Path> files, int last, BiConsumer<String, String> line)
            throws IOException, InterruptedException {
        Map<String, LineFollower> followers = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, Path> file : files.entrySet()) {
                followers.put(file.getKey(), LineFollower.fromLast(file.getValue(), Math.max(last, 0)));
            }
            while (true) {
                for (Map.Entry<String, LineFollower> follower : followers.entrySet()) {
                    follower.getValue().poll().forEach(next -> line.accept(follower.getKey(), next));
                }
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
        } finally {
            for (LineFollower follower : followers.values()) {
                follower.close();
            }
        }
    }
}
