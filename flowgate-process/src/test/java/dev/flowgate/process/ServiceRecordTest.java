package dev.flowgate.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ServiceRecordTest {
    private static final ServiceSpec SPEC = spec("127.0.0.1", 4000, "/ready");

    private static ServiceSpec spec(String host, int port, String path) {
        return new ServiceSpec(
                "web",
                List.of("web"),
                Path.of("/"),
                Map.of(),
                Set.of(),
                host,
                port,
                ServiceProbes.readyAt(URI.create("http://127.0.0.1:" + port + path)),
                Duration.ofSeconds(1),
                Duration.ZERO);
    }

    private static ServiceRecord record(@Nullable String addressDigest) {
        return new ServiceRecord(
                "web",
                "00000000-0000-0000-0000-000000000001",
                ServiceRecord.State.STARTING,
                ServiceRecord.Desired.UP,
                new PidSpace("boot", "namespace", 100),
                null,
                "/bin/web",
                "",
                SPEC.digest(),
                addressDigest,
                "/",
                ServiceRecord.ports(SPEC),
                List.of(),
                new ServiceRecord.StartedBy(1, "user", "command"),
                Instant.EPOCH,
                null);
    }

    @Test
    void tellsAnotherHostPortAndReadinessAddress() {
        ServiceRecord record = record(SpecDigest.ofAddress(SPEC));

        assertThat(record.hasAddressOf(SPEC)).isTrue();
        assertThat(record.hasAddressOf(spec("127.0.0.2", 4000, "/ready"))).isFalse();
        assertThat(record.hasAddressOf(spec("127.0.0.1", 4001, "/ready"))).isFalse();
        assertThat(record.hasAddressOf(spec("127.0.0.1", 4000, "/other"))).isFalse();
    }

    @Test
    void recordWithoutTheDigestTellsAnotherPort() {
        ServiceRecord record = record(null);

        assertThat(record.hasAddressOf(SPEC)).isTrue();
        assertThat(record.hasAddressOf(spec("127.0.0.1", 4001, "/ready"))).isFalse();
    }
}
