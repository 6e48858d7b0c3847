package dev.flowgate.cli.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowgate.cli.workspace.UsageException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SinceTest {
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T09:00:00Z"), ZONE);

    @ParameterizedTest
    @CsvSource({
        "90s, 2026-11-22T08:58:30Z",
        "10m, 2026-11-22T08:50:00Z",
        "2h, 2026-11-22T07:00:00Z",
        "3d, 2026-11-19T09:00:00Z",
        "2026-11-22, 2026-11-21T23:00:00Z",
        "2026-11-22T10:00, 2026-11-22T09:00:00Z",
        "2026-11-22T10:00:05, 2026-11-22T09:00:05Z",
        "2026-11-22T09:00:00Z, 2026-11-22T09:00:00Z",
        "2026-11-22T09:00:00+02:00, 2026-11-22T07:00:00Z",
    })
    void readsAgesAndTimes(String text, Instant expected) {
        assertThat(Since.parse(text, CLOCK)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "m", "yesterday", "-5m", "2026-13-01", "2026-11-22T25:00", "10m "})
    void saysWhatIsAllowed(String text) {
        assertThatThrownBy(() -> Since.parse(text, CLOCK))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("'" + text + "' is no time for --since")
                .hasMessageContaining("90s");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-22T09:00:00.250Z INFO started",
                "2026-11-22 10:00:00,250 - INFO - started",
                "[2026-11-22 10:00:00.250] [info] started",
                "2026/11/22 10:00:00.250 started",
                "--- FlowGate starts svc, instance 1-2, 2026-11-22T09:00:00.250Z, program /bin/x",
            })
    void findsTheTimeThatALineBeginsWith(String line) {
        assertThat(Since.ofLine(line, ZONE)).isEqualTo("2026-11-22T09:00:00.250Z");
    }

    @Test
    void takesNoOtherTimeForThatOfTheLine() {
        assertThat(Since.ofLine("valid until 2026-11-22T09:00:00Z", ZONE)).isNull();
        assertThat(Since.ofLine("", ZONE)).isNull();
        assertThat(Since.ofLine("2026-99-22T09:00:00Z", ZONE)).isNull();
    }
}
