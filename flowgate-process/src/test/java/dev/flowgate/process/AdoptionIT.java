package dev.flowgate.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AdoptionIT {
    @RegisterExtension
    final ServiceFixture services = new ServiceFixture();

    private ServiceSpec spec = services.shell("svc", "trap 'exit 0' TERM; echo up; sleep 100 & wait");

    private ServiceInstance startAndAwait() throws InterruptedException {
        ServiceInstance instance = services.supervisor.spawn(spec).instance();
        services.awaitLog("svc", "up\n");
        return instance;
    }

    private Path file(String name) {
        return services.serviceFolder("svc").resolve(name);
    }

    private void assertAdopts(ServiceInstance running) throws InterruptedException {
        assertThat(services.supervisor.adopt(spec)).isInstanceOfSatisfying(AdoptResult.Adopted.class, adopted -> {
            assertThat(adopted.instance().id()).isEqualTo(running.id());
            assertThat(adopted.instance().pid()).isEqualTo(running.pid());
        });
        assertThat(services.eventNames()).contains("service_adopt").doesNotContain("service_crash");
        assertThat(services.supervisor.spawn(spec))
                .isInstanceOfSatisfying(
                        StartResult.AlreadyRunning.class,
                        again -> assertThat(again.sameConfiguration()).isTrue());
        assertThat(services.supervisor.stop("svc", ServiceFixture.GRACE))
                .isInstanceOfSatisfying(StopResult.Stopped.class, stopped -> {
                    assertThat(stopped.killed()).isFalse();
                    assertThat(stopped.pid()).isEqualTo(running.pid());
                });
        assertThat(services.marked()).isEmpty();
    }

    private void assertRefuses(String reason) {
        assertThatThrownBy(() -> services.supervisor.adopt(spec))
                .isInstanceOfSatisfying(
                        ProcessException.class,
                        failure -> assertThat(failure.failure()).isInstanceOf(ProcessFailure.Unverifiable.class))
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "garbage", "{\"schema\":1}"})
    void takesOverAfterTheRecordWasDamaged(String content) throws Exception {
        ServiceInstance running = startAndAwait();
        Files.writeString(file("record.json"), content);

        assertAdopts(running);
    }

    @Test
    void takesOverAfterTheRecordWasDeleted() throws Exception {
        ServiceInstance running = startAndAwait();
        Files.delete(file("record.json"));

        assertAdopts(running);
    }

    @Test
    void takesOverByTheCookieAndTheRunLockWhenTheStartScriptsFileIsGoneToo() throws Exception {
        ServiceInstance running = startAndAwait();
        Files.delete(file("record.json"));
        Files.delete(file(running.id() + ".pid"));

        assertAdopts(running);
    }

    @Test
    void takesBackAStopThatWasCutOff() throws Exception {
        ServiceInstance running = startAndAwait();
        ServiceFolder folder = services.folderOf("svc");
        RecordWriter.write(folder, services.record("svc").stopping());

        assertAdopts(running);
    }

    @Test
    void leavesAServiceThatIsKnownAsItIs() throws Exception {
        ServiceInstance running = startAndAwait();

        assertThat(services.supervisor.adopt(spec)).isEqualTo(new AdoptResult.AlreadyKnown(running));
    }

    @Test
    void tellsWhenNothingRuns() throws Exception {
        assertThat(services.supervisor.adopt(spec)).isInstanceOf(AdoptResult.NothingRuns.class);
        startAndAwait();
        services.supervisor.stop("svc", ServiceFixture.GRACE);

        assertThat(services.supervisor.adopt(spec)).isInstanceOf(AdoptResult.NothingRuns.class);
    }

    @Test
    void tellsThatSettingsDiffer() throws Exception {
        startAndAwait();
        Files.delete(file("record.json"));
        ServiceSpec other = services.shell("svc", "exec sleep 100");

        assertThat(services.supervisor.adopt(other)).isInstanceOf(AdoptResult.Adopted.class);

        assertThat(services.supervisor.spawn(other))
                .isInstanceOfSatisfying(
                        StartResult.AlreadyRunning.class,
                        again -> assertThat(again.sameConfiguration()).isFalse());
    }

    @Test
    void refusesAStrangerOnThePort() throws Exception {
        try (ServerSocket stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            spec = services.web("svc", stranger.getLocalPort(), "200");

            assertRefuses("is held by pid " + ProcessHandle.current().pid());
            assertRefuses("nothing proves that it was started as svc");
        }
    }

    @Test
    void refusesAStrangerThatABadStartScriptFileNames() throws Exception {
        ServiceInstance running = startAndAwait();
        services.supervisor.stop("svc", ServiceFixture.GRACE);
        try (Bystanders bystanders = new Bystanders(services.folder)) {
            long pid = bystanders.ids(1).pid();
            Files.writeString(file(running.id() + ".pid"), pid + " " + pid + " own\n");

            assertThat(services.supervisor.adopt(spec)).isInstanceOf(AdoptResult.NothingRuns.class);
            assertThat(bystanders.harmed()).isZero();
        }
    }

    @Test
    void refusesWhatTheFirstProcessLeft() throws Exception {
        ServiceInstance running = startAndAwait();
        new LinuxProcesses().kill(running.pid());
        Awaitility.await().until(() -> !services.runs(running.pid()));
        assertThat(services.marked()).hasSize(1);

        assertRefuses("its first process has ended, and only what it had started is left: "
                + Objects.requireNonNull(services.marked().get(0)));

        assertThat(services.marked()).hasSize(1);
    }

    @Test
    void refusesARecordOfAnotherContainer() throws Exception {
        startAndAwait();
        Path record = file("record.json");
        Files.writeString(record, Files.readString(record).replace("pid:[", "pid:[9"));

        assertRefuses("another container");
    }
}
