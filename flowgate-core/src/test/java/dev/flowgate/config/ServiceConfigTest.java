package dev.flowgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceConfigTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, http://127.0.0.1:8317",
        "models.example.com, http://models.example.com:8317",
        "'', http://127.0.0.1:8317",
        "0.0.0.0, http://127.0.0.1:8317",
        "::, http://[::1]:8317",
        "[::], http://[::1]:8317",
        "::1, http://[::1]:8317",
        "[fe80::1], http://[fe80::1]:8317"
    })
    void isReachedWhereItListensAndAtTheLoopbackIfThatIsEverywhere(String host, URI address) {
        assertThat(service(host, 8317).address()).contains(address);
    }

    @Test
    void hasNoAddressWithoutAPort() {
        assertThat(service("127.0.0.1", 0).address()).isEmpty();
    }

    @Test
    void keepsAPathThatLooksLikeAnotherHostOnItsOwn() {
        assertThat(service("127.0.0.1", 1).addressOf("//example.com/x"))
                .contains(URI.create("http://127.0.0.1:1//example.com/x"));
    }

    @ParameterizedTest
    @CsvSource({"0, 35", "20, 15", "29, 10", "30, 10", "86400, 10"})
    void givesCliProxyApiLongOnlyWhileItIsYoung(long age, long seconds) {
        ServiceConfig server = ServiceConfig.installed(ServiceConfig.CLIPROXYAPI_PLUS);

        assertThat(server.stopTimeout(Duration.ofSeconds(age))).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void keepsAConfiguredStopTimeoutAtEveryAge() {
        assertThat(service("127.0.0.1", 1).stopTimeout(Duration.ofDays(1))).isEqualTo(Duration.ofSeconds(1));
        assertThat(ServiceConfig.embedded().stopTimeout(Duration.ofDays(1))).isEqualTo(Duration.ofSeconds(15));
    }

    private static ServiceConfig service(String host, int port) {
        return new ServiceConfig(
                "any",
                ServiceConfig.Type.EMBEDDED,
                host,
                port,
                "/",
                null,
                Map.of(),
                ServiceConfig.RestartPolicy.NO,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                true);
    }
}
