package dev.flowgate.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(120)
class ProbesIT {
    @RegisterExtension
    final ServiceFixture services = new ServiceFixture();

    @Test
    void asksTheSecondAddressWhereTheFirstOneIsNotFound() throws Exception {
        int port = FreePort.next();
        ServiceSpec old = spec(port, Duration.ofSeconds(30), "404", "/=200");

        services.supervisor.start(old);

        assertThat(services.supervisor.readiness(old))
                .isEqualTo(new Readiness(true, true, at(port, "/"), 200, "it answers 200"));
    }

    @Test
    void asksNothingElseWhenTheFirstAddressAnswersOtherwise() throws Exception {
        int port = FreePort.next();
        ServiceSpec ill = spec(port, Duration.ofSeconds(6), "503", "/=200");

        assertThatThrownBy(() -> services.supervisor.start(ill))
                .isInstanceOf(ProcessException.class)
                .hasMessageContaining(at(port, "/ready") + " answers 503 and not 2xx");
    }

    @Test
    void namesBothAddressesWhenNeitherIsReady() throws Exception {
        int port = FreePort.next();
        ServiceSpec ill = spec(port, Duration.ofSeconds(6), "404", "/=500");

        assertThatThrownBy(() -> services.supervisor.start(ill))
                .isInstanceOf(ProcessException.class)
                .hasMessageContaining(
                        at(port, "/ready") + " answers 404 and not 2xx, " + at(port, "/") + " answers 500 and not 2xx");
    }

    @Test
    void tellsARunningServiceThatDoesNotLiveAndLeavesItAlone() throws Exception {
        int port = FreePort.next();
        ServiceSpec web = spec(port, Duration.ofSeconds(30), "200", "/live=500");
        StartResult started = services.supervisor.start(web);

        assertThat(services.supervisor.liveness(web))
                .isEqualTo(new Liveness(false, 500, "it runs, but " + at(port, "/live") + " answers 500 and not 2xx"));
        assertThat(services.supervisor.readiness(web).isReady()).isTrue();
        assertThat(services.marked()).containsExactly(started.instance().pid());
    }

    @Test
    void tellsAServiceThatLives() throws Exception {
        ServiceSpec web = spec(FreePort.next(), Duration.ofSeconds(30), "200");
        assertThat(services.supervisor.liveness(web)).isEqualTo(new Liveness(false, null, "it does not run"));

        services.supervisor.start(web);

        assertThat(services.supervisor.liveness(web)).isEqualTo(new Liveness(true, 200, "it answers 200"));
    }

    @Test
    void leavesAServiceThatHasNeverBeenReadyItsTime() throws Exception {
        int port = FreePort.next();
        ServiceSpec slow = spec(port, Duration.ofMinutes(1), "503");
        StartResult started = services.supervisor.spawn(slow);

        assertThat(services.supervisor.liveness(slow)).isEqualTo(new Liveness(true, null, "it runs, and is starting"));

        Files.createFile(services.supervisor
                .folder("web")
                .readyFile(started.instance().id().toString()));
        assertThat(services.supervisor.liveness(slow).isLive()).isFalse();
    }

    @Test
    void keepsInheritedSecretsOutOfTheEndOfTheLog() {
        ServiceSpec plain = services.shell("job", "echo key is $SECRET_KEY; exit 0");
        ServiceSpec spec = new ServiceSpec(
                plain.name(),
                plain.command(),
                plain.workingDirectory(),
                plain.environment(),
                Set.of("SECRET_KEY"),
                plain.host(),
                0,
                ServiceProbes.NONE,
                plain.startupTimeout(),
                plain.stopTimeout());
        ServiceSupervisor supervisor = ServiceSupervisor.builder(services.folder)
                .environment(Map.of("PATH", "/usr/bin:/bin", "SECRET_KEY", "sk-inherited-one"))
                .build();

        assertThatThrownBy(() -> supervisor.start(spec))
                .isInstanceOf(ProcessException.class)
                .hasMessageContaining("key is ***")
                .hasMessageNotContaining("sk-inherited-one");
    }

    private ServiceSpec spec(int port, Duration startupTimeout, String answer, String... paths) {
        List<String> arguments = new ArrayList<>(List.of(Integer.toString(port), answer));
        arguments.addAll(List.of(paths));
        ServiceSpec web = services.spec(
                "web", ServiceFixture.java(Payload.class, arguments.toArray(String[]::new)), port, at(port, "/ready"));
        return new ServiceSpec(
                web.name(),
                web.command(),
                web.workingDirectory(),
                web.environment(),
                web.passThrough(),
                web.host(),
                port,
                web.probes().orElseAt(at(port, "/")).aliveAt(at(port, "/live")),
                startupTimeout,
                web.stopTimeout());
    }

    private static URI at(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
