package dev.flowgate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GatewayServerIT {
    @Test
    void servesOnEveryEventLoop() {
        GatewaySettings settings = new GatewaySettings(
                Configs.of(Configs.mock("gpt", "d1", "hello")),
                "test",
                "127.0.0.1",
                0,
                name -> null,
                event -> {},
                Duration.ofSeconds(1),
                GatewayLimits.DEFAULTS,
                4,
                System::nanoTime,
                new SplittableRandom(1));
        GatewayServer server = GatewayServer.start(settings);
        try {
            assertThat(server.eventLoops()).isEqualTo(4);
        } finally {
            server.close();
        }
    }
}
