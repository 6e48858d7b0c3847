package dev.flowgate.cli.log;

import dev.flowgate.file.LineFollower;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Hands on the lines of files as they are written, until it is interrupted or nobody reads any more. */
final class Following {
    private static final long POLL_MILLIS = 200;

    private Following() {}

    /**
     * Follows a file; never returns normally.
     *
     * @param last how many of the lines that are there already come first
     * @param line takes a line
     */
    static void forever(Path file, int last, Consumer<String> line) throws IOException, InterruptedException {
        Map<String, LineFollower> one = Map.of("", LineFollower.fromLast(file, Math.max(last, 0)));
        forever(one, (name, next) -> line.accept(next), () -> {});
    }

    /**
     * Follows files; never returns normally.
     *
     * @param followers the files, each under the name that its lines are handed on with; closed in the end
     * @param line takes a file's name and a line of it
     * @param between is done after each look
     */
    static void forever(Map<String, LineFollower> followers, BiConsumer<String, String> line, Runnable between)
            throws IOException, InterruptedException {
        try {
            while (true) {
                for (Map.Entry<String, LineFollower> follower : followers.entrySet()) {
                    follower.getValue().poll().forEach(next -> line.accept(follower.getKey(), next));
                }
                between.run();
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
        } finally {
            for (LineFollower follower : followers.values()) {
                follower.close();
            }
        }
    }
}
