package dev.flowgate.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogExcerptTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir
    Path folder;

    private Path file(String name, String... lines) throws IOException {
        return Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
    }

    private static List<String> shown(List<Path> files, long last) throws IOException {
        List<String> lines = new ArrayList<>();
        LogExcerpt.since(files, NOON, ZoneOffset.UTC, last).show(lines::add);
        return lines;
    }

    @Test
    void beginsAfterTheLastLineThatIsOlder() throws IOException {
        Path log = file("log", "2026-11-22T11:59:59Z old", "  of the old", "2026-11-22T11:59:59Z old", "a", "b");

        assertThat(shown(List.of(log), Long.MAX_VALUE)).containsExactly("a", "b");
    }

    @Test
    void goesOnOverTheFilesThatWerePutAside() throws IOException {
        Path oldest = file("log.2", "2026-11-22T10:00:00Z old");
        Path older = file("log.1", "2026-11-22T11:00:00Z old", "2026-11-22T12:00:00Z exactly then");
        Path log = file("log", "2026-11-22T12:00:01Z new", "without a time");

        List<Path> files = List.of(oldest, older, log);
        assertThat(shown(files, Long.MAX_VALUE))
                .containsExactly("2026-11-22T12:00:00Z exactly then", "2026-11-22T12:00:01Z new", "without a time");
        assertThat(shown(files, 1)).containsExactly("without a time");
        assertThat(shown(files, 0)).isEmpty();
        assertThat(LogExcerpt.since(files, NOON, ZoneOffset.UTC, 0).isEmpty()).isTrue();
    }

    @Test
    void tellsHowManyLinesOfTheCurrentFileFollow() throws IOException {
        Path older = file("log.1", "2026-11-22T11:00:00Z old", "2026-11-22T12:00:00Z a");
        Path log = file("log", "b", "c");
        List<String> lines = new ArrayList<>();

        LogExcerpt excerpt = LogExcerpt.since(List.of(older, log), NOON, ZoneOffset.UTC, Long.MAX_VALUE);

        assertThat(excerpt.showOlder(lines::add)).isEqualTo(2);
        assertThat(lines).containsExactly("2026-11-22T12:00:00Z a");
        assertThat(LogExcerpt.since(List.of(older, log), NOON, ZoneOffset.UTC, 1)
                        .showOlder(line -> {}))
                .isEqualTo(1);
    }

    @Test
    void showsWhatIsNoText() throws IOException {
        Path log = Files.write(folder.resolve("log"), "caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(shown(List.of(log), 5)).containsExactly("caf\ufffd");
    }

    @Test
    void isEmptyWithoutFiles() throws IOException {
        LogExcerpt none = LogExcerpt.since(List.of(), NOON, ZoneOffset.UTC, 5);

        assertThat(none.isEmpty()).isTrue();
        assertThat(none.showOlder(line -> {})).isZero();
    }
}
