package dev.flowgate.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowgate.process.ServiceRecord.Ids;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that do not say the truth. Whatever they say, no stranger is signalled and the service can be used again. */
@Timeout(60)
class RecordFaultIT {
    @RegisterExtension
    final ServiceFixture services = new ServiceFixture();

    private ServiceSpec spec = services.shell("svc", "echo up; exec sleep 100");

    private Path recordFile() {
        return services.serviceFolder("svc").resolve("record.json");
    }

    /** Starts the service, lets somebody else change the record's text, and returns the process. */
    private long startAndRewrite(java.util.function.UnaryOperator<String> change) throws Exception {
        long pid = services.supervisor.spawn(spec).instance().pid();
        Files.writeString(recordFile(), change.apply(Files.readString(recordFile())));
        return pid;
    }

    private void assertStartsAfreshWithOneCopy() throws InterruptedException {
        StartResult again = services.supervisor.spawn(spec);
        assertThat(again).isInstanceOf(StartResult.Started.class);
        Awaitility.await()
                .untilAsserted(() -> assertThat(services.marked())
                        .containsExactly(again.instance().pid()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "garbage", "[]", "{\"schema\":1}", "{\"schema\":1,\"service\":7,\"instance\":{}}"})
    void damagedRecordIsReplacedAndItsProcessIsEnded(String content) throws Exception {
        startAndRewrite(text -> content);

        assertThat(services.supervisor.status("svc")).isInstanceOf(ServiceStatus.Unknown.class);
        assertStartsAfreshWithOneCopy();
        assertThat(services.eventNames()).containsOnlyOnce("stale_record");
    }

    @Test
    void truncatedRecordDoesNotKeepTheServiceFromBeingStopped() throws Exception {
        long pid = startAndRewrite(text -> text.substring(0, text.length() / 2));

        assertThat(services.supervisor.stop("svc", ServiceFixture.GRACE)).isInstanceOf(StopResult.Stopped.class);
        assertThat(services.runs(pid)).isFalse();
        assertThat(recordFile()).doesNotExist();
    }

    @Test
    void deletedRecordDoesNotLeadToASecondCopy() throws Exception {
        services.supervisor.spawn(spec);
        Files.delete(recordFile());

        assertStartsAfreshWithOneCopy();
    }

    @Test
    void recordOfALaterVersionIsLeftAlone() throws Exception {
        long pid = startAndRewrite(text -> text.replace("\"schema\":1", "\"schema\":2"));

        assertThat(services.supervisor.status("svc")).isInstanceOf(ServiceStatus.Unknown.class);
        assertThatThrownBy(() -> services.supervisor.stop("svc", ServiceFixture.GRACE))
                .isInstanceOfSatisfying(
                        ProcessException.class,
                        failure -> assertThat(failure.failure()).isInstanceOf(ProcessFailure.Unverifiable.class))
                .hasMessageContaining("schema 2");
        assertThatThrownBy(() -> services.supervisor.spawn(spec)).isInstanceOf(ProcessException.class);
        assertThat(services.runs(pid)).isTrue();
    }

    @Test
    void recordOfAnotherContainerIsLeftAlone() throws Exception {
        long pid = startAndRewrite(text -> text.replace("pid:[", "pid:[9"));

        assertThat(services.supervisor.status("svc")).isInstanceOf(ServiceStatus.Foreign.class);
        assertThatThrownBy(() -> services.supervisor.stop("svc", ServiceFixture.GRACE))
                .hasMessageContaining("another container");
        assertThat(services.runs(pid)).isTrue();
    }

    @Test
    void recordOfAnotherBootIsDroppedWithoutASignalToItsPid() throws Exception {
        Process bystander = new ProcessBuilder("sleep", "100").start();
        try {
            craft(bystander.pid(), 0, UUID.randomUUID().toString());

            assertThat(services.supervisor.status("svc")).isInstanceOf(ServiceStatus.Stopped.class);
            assertThat(services.supervisor.stop("svc", ServiceFixture.GRACE)).isInstanceOf(StopResult.NotRunning.class);
            assertThat(services.eventNames()).containsExactly("stale_record");
            assertThat(bystander.isAlive()).isTrue();
        } finally {
            bystander.destroyForcibly().waitFor();
        }
    }

    @Test
    void bystanderWithTheRecordedPidAndStartTimeIsNotSignalled() throws Exception {
        // A group leader with two children, all of which have to survive.
        Process bystander =
                new ProcessBuilder("setsid", "sh", "-c", "sleep 100 & sleep 100 & echo ready; wait").start();
        try (var output = bystander.inputReader()) {
            assertThat(output.readLine()).isEqualTo("ready");
            long pid = bystander.pid();
            craft(pid, Objects.requireNonNull(new LinuxProcesses().stat(pid)).startTicks(), null);
            assertThat(new LinuxProcesses().group(pid)).hasSize(3);

            assertThat(services.supervisor.stop("svc", ServiceFixture.GRACE)).isInstanceOf(StopResult.NotRunning.class);
            assertStartsAfreshWithOneCopy();

            assertThat(new LinuxProcesses().group(pid)).hasSize(3);
        } finally {
            new LinuxProcesses().killGroup(bystander.pid());
            bystander.waitFor();
        }
    }

    @Test
    void processWithTheRecordedPidAndAnotherStartTimeIsNotSignalled() throws Exception {
        Process bystander = new ProcessBuilder("setsid", "sleep", "100").start();
        try {
            craft(bystander.pid(), 1, null);

            assertThat(services.supervisor.stop("svc", ServiceFixture.GRACE)).isInstanceOf(StopResult.NotRunning.class);
            assertThat(services.eventNames()).containsExactly("stale_record");
            assertThat(bystander.isAlive()).isTrue();
        } finally {
            bystander.destroyForcibly().waitFor();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1})
    void idsThatMeanEverybodyAreNeverTaken(long pid) throws Exception {
        craft(pid, 1, null);

        assertThat(services.supervisor.status("svc")).isInstanceOf(ServiceStatus.Unknown.class);
        assertThat(services.supervisor.stop("svc", ServiceFixture.GRACE)).isInstanceOf(StopResult.NotRunning.class);
    }

    /** Replaces the record of a service that was started and stopped by one that points at a process. */
    private void craft(long pid, long ticks, @org.jspecify.annotations.Nullable String bootId) throws Exception {
        services.supervisor.spawn(spec);
        ServiceRecord real = services.record("svc");
        services.supervisor.stop("svc", ServiceFixture.GRACE);
        services.events.clear();
        PidSpace os = bootId == null
                ? real.os()
                : new PidSpace(bootId, real.os().pidNamespace(), real.os().ticksPerSecond());
        RecordWriter.write(
                ServiceFolder.of(services.folder, "svc"),
                new ServiceRecord(
                        real.service(),
                        UUID.randomUUID().toString(),
                        ServiceRecord.State.RUNNING,
                        ServiceRecord.Desired.UP,
                        os,
                        new Ids(pid, pid, pid, ticks),
                        real.executable(),
                        real.argvDigest(),
                        real.specDigest(),
                        real.addressDigest(),
                        real.workingDirectory(),
                        real.ports(),
                        real.environmentNames(),
                        real.startedBy(),
                        real.startedAt(),
                        null));
    }
}
