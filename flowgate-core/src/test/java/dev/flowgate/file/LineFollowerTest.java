package dev.flowgate.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineFollowerTest {
    @TempDir
    Path folder;

    @Test
    void startsAtTheLastLines() throws IOException {
        Path file = Files.writeString(folder.resolve("log"), "one\ntwo\nthree\n");

        try (LineFollower follower = LineFollower.fromLast(file, 2)) {
            assertThat(follower.poll()).containsExactly("two", "three");
            assertThat(follower.poll()).isEmpty();
        }
    }

    @Test
    void returnsALineOnlyWhenItIsComplete() throws IOException {
        Path file = Files.writeString(folder.resolve("log"), "");

        try (LineFollower follower = LineFollower.fromLast(file, 10)) {
            append(file, "hal");
            assertThat(follower.poll()).isEmpty();
            append(file, "f\r\nnext\n");
            assertThat(follower.poll()).containsExactly("half", "next");
        }
    }

    @Test
    void goesOnInTheNewFileAfterARename() throws IOException {
        Path file = Files.writeString(folder.resolve("log"), "old\n");

        try (LineFollower follower = LineFollower.fromLast(file, 0)) {
            append(file, "last of the old\n");
            Files.move(file, folder.resolve("log.1"));
            Files.writeString(file, "first of the new\n");

            assertThat(follower.poll()).containsExactly("last of the old", "first of the new");
        }
    }

    @Test
    void goesOnFromTheStartAfterATruncation() throws IOException {
        Path file = Files.writeString(folder.resolve("log"), "a long line before\n");

        try (LineFollower follower = LineFollower.fromLast(file, 0)) {
            Files.writeString(file, "short\n");

            assertThat(follower.poll()).containsExactly("short");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 400})
    void goesOnWhereItWasAfterBlocksWereTakenOffTheFront(int shown) throws IOException {
        String content =
                IntStream.range(0, 400).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining());
        Path file = Files.writeString(folder.resolve("log"), content + "begun");

        try (LineFollower follower = LineFollower.fromLast(file, shown)) {
            assertThat(follower.poll()).hasSize(Math.max(0, shown - 1));
            Files.writeString(file, content.substring(2048) + "begun and ended\nnext\n");

            assertThat(follower.poll()).containsExactly(shown == 0 ? " and ended" : "begun and ended", "next");
        }
    }

    @Test
    void waitsForAFileThatDoesNotExistYet() throws IOException {
        Path file = folder.resolve("log");

        try (LineFollower follower = LineFollower.fromLast(file, 5)) {
            assertThat(follower.poll()).isEmpty();
            Files.writeString(file, "now\n");
            assertThat(follower.poll()).containsExactly("now");
        }
    }

    @Test
    void findsLastLinesAcrossChunks() throws IOException {
        String content =
                IntStream.range(0, 20_000).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining());
        Path file = Files.writeString(folder.resolve("log"), content + "unfinished");

        assertThat(LineFollower.last(file, 3)).containsExactly("line 19998", "line 19999", "unfinished");
        assertThat(LineFollower.last(file, 12_000)).hasSize(12_000).first().isEqualTo("line 8001");
        assertThat(LineFollower.last(file, 0)).isEmpty();
        assertThat(LineFollower.last(folder.resolve("absent"), 3)).isEmpty();
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }
}
