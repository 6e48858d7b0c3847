package dev.flowgate.cli.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CountdownTest {
    @Test
    void speaksSeldomWhileThereIsMuchTime() {
        assertThat(Countdown.marks(Duration.ofMinutes(5)))
                .containsExactly(
                        Duration.ofMinutes(2), Duration.ofMinutes(1), Duration.ofSeconds(30), Duration.ofSeconds(10));
        assertThat(Countdown.marks(Duration.ofSeconds(10))).isEmpty();
    }
}
