package dev.flowgate.auth.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampTest {
    private static final Instant TIME = Instant.parse("2026-11-22T10:00:00Z");

    @Test
    void readsEveryFormThatProgramsWrite() {
        assertThat(List.<Object>of(
                        "2026-11-22T10:00:00Z",
                        " 2026-11-22T12:00:00+02:00 ",
                        TIME.getEpochSecond(),
                        TIME.toEpochMilli(),
                        (double) TIME.getEpochSecond(),
                        new BigDecimal(TIME.getEpochSecond()),
                        String.valueOf(TIME.getEpochSecond()),
                        String.valueOf(TIME.toEpochMilli())))
                .allSatisfy(value -> assertThat(Timestamp.read(value)).contains(TIME));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "soon",
                "null",
                "0001-01-01T00:00:00Z",
                "2026-11-22",
                "99999999999999999999",
                "999999999999999999999999",
                "\u0661\u0662"
            })
    void readsNothingElse(String text) {
        assertThat(Timestamp.read(text)).isEmpty();
    }

    @Test
    void aNumberThatIsNoTimeIsNone() {
        assertThat(List.<Object>of(0, -1L, Double.NaN, Double.POSITIVE_INFINITY, 1e300, true, Map.of()))
                .allSatisfy(value -> assertThat(Timestamp.read(value)).isEmpty());
        assertThat(Timestamp.read(null)).isEmpty();
    }

    @Test
    void theServersFileTellsItsEndUnderAnyOfItsNames() {
        assertThat(ServerExpiry.of(Map.of("expiry", "2026-11-22T10:00:00Z"))).contains(TIME);
        assertThat(ServerExpiry.of(Map.of("token", Map.of("expires_at", TIME.toEpochMilli()))))
                .contains(TIME);
        assertThat(ServerExpiry.of(Map.of("expired", "", "expires_at", TIME.getEpochSecond())))
                .contains(TIME);
        assertThat(ServerExpiry.of(Map.of("type", "codex"))).isEmpty();
    }
}
