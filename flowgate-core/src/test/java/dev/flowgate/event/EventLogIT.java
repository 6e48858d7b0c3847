package dev.flowgate.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EventLogIT {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-04T05:06:07.089Z"), ZoneOffset.UTC);

    @TempDir
    Path folder;

    @Test
    void writesTheSevenFieldsAndNullsWhereTheyDoNotApply() throws IOException {
        Path file = folder.resolve("runtime/events.log");

        EventLog.at(file, CLOCK, EventLog.DEFAULT_LIMIT)
                .accept(FlowGateEvent.of("profile_switch").withProfile("cost").withResult("success"));

        assertThat(file)
                .hasContent("{\"timestamp\":\"2026-03-04T05:06:07.089Z\",\"event\":\"profile_switch\",\"service\":null,"
                        + "\"profile\":\"cost\",\"provider\":null,\"result\":\"success\",\"detail\":null}");
    }

    @Test
    void neverFailsWhatItRecords() throws IOException {
        Path blocked = Files.writeString(folder.resolve("file"), "not a folder");

        EventLog.at(blocked.resolve("events.log")).accept(FlowGateEvent.of("service_start"));

        assertThat(blocked).hasContent("not a folder");
    }

    @Test
    void keepsEveryLineWholeWhenProcessesAndRotationsMeet() throws Exception {
        Path file = folder.resolve("events.log");
        int processes = 4;
        int each = Boolean.getBoolean("flowgate.faults") ? 3000 : 100;
        // Two rotations, so that no line is among the files that are no longer kept.
        long limit = (long) processes * each * EventLogWriter.DETAIL / 3;
        List<Process> writers = new ArrayList<>();
        for (int i = 0; i < processes; i++) {
            writers.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            EventLogWriter.class.getName(),
                            file.toString(),
                            "writer-" + i,
                            String.valueOf(each),
                            String.valueOf(limit))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("output-" + i).toFile())
                    .start());
        }
        for (Process writer : writers) {
            assertThat(writer.waitFor(50, TimeUnit.SECONDS)).isTrue();
            assertThat(writer.exitValue()).isZero();
        }

        try (Stream<Path> files = Files.list(folder)) {
            List<Path> logs = files.filter(path -> path.getFileName().toString().matches("events\\.log(\\.\\d)?"))
                    .toList();
            assertThat(logs).hasSizeGreaterThan(1);
            int lines = 0;
            for (Path log : logs) {
                for (String line : Files.readAllLines(log, UTF_8)) {
                    Map<String, Object> event = JsonText.readObject(line);
                    assertThat(event).containsEntry("event", "test");
                    lines++;
                }
            }
            assertThat(lines).isEqualTo(processes * each);
        }
    }
}
