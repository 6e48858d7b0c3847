package dev.flowgate.auth.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwtPayloadTest {
    @Test
    void readsTextsGroupsAndTheEnd() {
        JwtPayload payload = JwtPayload.of(Sources.jwt(
                Map.of("email", "ada@example.com", "exp", 1_800_000_000L, "group", Map.of("plan", "plus"))));

        assertThat(payload.text("email")).contains("ada@example.com");
        assertThat(payload.group("group").text("plan")).contains("plus");
        assertThat(payload.expiresAt()).contains(Instant.ofEpochSecond(1_800_000_000L));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "opaque",
                "a.b",
                "a.b.c.d",
                "..",
                "a.%%%.c",
                "a.bm90IGpzb24.c",
                "a.WzFd.c",
                "a.eyJlbWFpbCI6.c",
                "a.____.c"
            })
    void findsNothingInWhatIsNoToken(String token) {
        JwtPayload payload = JwtPayload.of(token);

        assertThat(payload.text("email")).isEmpty();
        assertThat(payload.group("group").text("plan")).isEmpty();
        assertThat(payload.expiresAt()).isEmpty();
    }

    @Test
    void takesNoClaimOfAnotherType() {
        JwtPayload payload = JwtPayload.of(Sources.jwt(Map.of("email", 7, "exp", "soon", "group", "text")));

        assertThat(payload.text("email")).isEmpty();
        assertThat(payload.expiresAt()).isEmpty();
        assertThat(payload.group("group").text("plan")).isEmpty();
    }

    @Test
    void takesNoLabelThatWouldWriteOnTheTerminal() {
        JwtPayload payload =
                JwtPayload.of(Sources.jwt(Map.of("email", "ada\u001b[2J@example.com", "name", "x".repeat(300))));

        assertThat(payload.text("email")).isEmpty();
        assertThat(payload.text("name")).isEmpty();
    }

    @Test
    void takesNoEndThatNoCalendarHas() {
        assertThat(JwtPayload.of(Sources.jwt(Map.of("exp", Long.MAX_VALUE))).expiresAt())
                .isEmpty();
        assertThat(JwtPayload.of(Sources.jwt(Map.of("exp", -1))).expiresAt()).isEmpty();
    }
}
