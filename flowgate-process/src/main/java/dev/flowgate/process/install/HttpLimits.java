package dev.flowgate.process.install;

import java.time.Duration;
import java.util.List;

/**
 * How patient requests are.
 *
 * @param head how long the head of an answer may take
 * @param stall how long no byte may come in the middle of an answer
 * @param text how long a small answer may take as a whole
 * @param pauses how long to wait before each further try; as many further tries as there are pauses
 */
record HttpLimits(Duration head, Duration stall, Duration text, List<Duration> pauses) {
    static HttpLimits usual() {
        return new HttpLimits(
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                List.of(Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(5)));
    }
}
