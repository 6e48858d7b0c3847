package dev.flowgate.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class ServiceRoundTripIT {
    @RegisterExtension
    final ServiceFixture services = new ServiceFixture();

    @Test
    void startsReportsAndStops() throws Exception {
        int port = FreePort.next();
        StartResult started = services.supervisor.start(services.web("web", port, "200"));

        assertThat(started).isInstanceOf(StartResult.Started.class);
        long pid = started.instance().pid();
        assertThat(services.marked()).containsExactly(pid);
        assertThat(services.supervisor.known()).containsExactly("web");
        assertThat(services.supervisor.status("web")).isInstanceOfSatisfying(ServiceStatus.Running.class, running -> {
            assertThat(running.instance()).isEqualTo(started.instance());
            assertThat(running.ports()).containsExactly(port);
            assertThat(running.uptime()).isBetween(Duration.ZERO, Duration.ofSeconds(30));
            assertThat(running.stopping()).isFalse();
        });

        StopResult stopped = services.supervisor.stop("web", ServiceFixture.GRACE);

        assertThat(stopped).isInstanceOfSatisfying(StopResult.Stopped.class, result -> {
            assertThat(result.pid()).isEqualTo(pid);
            assertThat(result.killed()).isFalse();
            assertThat(result.exit())
                    .isNotNull()
                    .satisfies(exit -> assertThat(exit.code()).isEqualTo(143));
        });
        assertThat(services.marked()).isEmpty();
        assertThat(services.supervisor.status("web")).isEqualTo(new ServiceStatus.Stopped("web"));
        assertThat(services.supervisor.stop("web", ServiceFixture.GRACE)).isInstanceOf(StopResult.NotRunning.class);
        assertThat(services.eventNames()).containsExactly("service_start", "service_ready", "service_stop");
    }

    @Test
    void secondStartFindsTheFirstAndTellsWhetherTheConfigurationDiffers() throws Exception {
        StartResult first = services.supervisor.start(services.shell("one", "exec sleep 100"));
        StartResult second = services.supervisor.start(services.shell("one", "exec sleep 100"));
        StartResult third = services.supervisor.spawn(services.shell("one", "exec sleep 200"));

        assertThat(second).isEqualTo(new StartResult.AlreadyRunning(first.instance(), true));
        assertThat(third).isEqualTo(new StartResult.AlreadyRunning(first.instance(), false));
        assertThat(services.marked()).containsExactly(first.instance().pid());
    }

    @Test
    void passesArgumentsOnAsTheyAre() throws Exception {
        Path output = services.folder.resolve("arguments");
        List<String> arguments = List.of("two words", "", "a'b\"c", "line\nbreak", "$HOME `id` \\ *", "-n", "ünïcode");
        List<String> command = new java.util.ArrayList<>(List.of(
                "/bin/sh",
                "-c",
                "out=$1; shift; for a; do printf '%s\\0' \"$a\"; done >\"$out.part\"; mv \"$out.part\" \"$out\";"
                        + " exec sleep 100",
                "sh",
                output.toString()));
        command.addAll(arguments);
        services.supervisor.start(services.spec("args", command, 0, null));

        org.awaitility.Awaitility.await().until(() -> Files.exists(output));
        assertThat(Files.readString(output)).isEqualTo(String.join("\0", arguments) + "\0");
    }

    @Test
    void givesTheServiceACleanEnvironment() throws Exception {
        ServiceSupervisor supervisor = ServiceSupervisor.builder(services.folder)
                .environment(Map.of(
                        "PATH", "/usr/bin:/bin",
                        "HOME", "/home/nobody",
                        "LC_TIME", "C",
                        "JAVA_TOOL_OPTIONS", "-Dx",
                        "OPENAI_API_KEY", "inherited-secret",
                        "http_proxy", "http://proxy"))
                .build();
        supervisor.start(services.spec(
                "env",
                List.of("/bin/sh", "-c", "env; exec sleep 100"),
                0,
                null,
                Map.of("DECLARED", "value", "log", "kept", "folder", "kept")));

        assertThat(services.logOf("env"))
                .contains("HOME=/home/nobody\n", "LC_TIME=C\n", "DECLARED=value\n", "PATH=/usr/bin:/bin\n")
                .contains("FLOWGATE_SERVICE=env\n", "log=kept\n", "folder=kept\n")
                .doesNotContain("JAVA_TOOL_OPTIONS", "OPENAI_API_KEY", "http_proxy");
    }

    @Test
    void keepsSecretsOutOfEveryFileEventAndArgument() throws Exception {
        String secret = "sk-very-secret-value";
        ServiceSpec spec =
                services.spec("secret", List.of("/bin/sh", "-c", "exec sleep 100"), 0, null, Map.of("TOKEN", secret));
        services.supervisor.start(spec);

        assertThat(spec.toString()).doesNotContain(secret);
        assertThat(services.events.toString()).doesNotContain(secret);
        try (var files = Files.list(services.serviceFolder("secret"))) {
            for (Path file : files.filter(path -> !path.endsWith("op.lock")).toList()) {
                assertThat(Files.readString(file)).as(file.toString()).doesNotContain(secret);
            }
        }
        for (long pid : ProcFiles.pids()) {
            byte[] line = ProcFiles.read(pid, "cmdline");
            if (line != null) {
                assertThat(new String(line, java.nio.charset.StandardCharsets.UTF_8))
                        .doesNotContain(secret);
            }
        }
        assertThat(services.record("secret").environmentNames()).contains("TOKEN");
    }

    @Test
    void blotsSecretsOutOfTheLogTail() {
        ServiceSpec spec = services.spec(
                "leaky",
                List.of("/bin/sh", "-c", "echo token is $TOKEN; exit 3"),
                0,
                null,
                Map.of("TOKEN", "sk-12345"));

        assertThatThrownBy(() -> services.supervisor.start(spec))
                .hasMessageContaining("token is ***")
                .hasMessageNotContaining("sk-12345");
    }

    @Test
    void createsEverythingForItsOwnerAlone() throws Exception {
        services.supervisor.start(services.shell("private", "exec sleep 100"));

        Path folder = services.serviceFolder("private");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as(file.toString())
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void putsALargeLogAsideAtAStart() throws Exception {
        ServiceSpec spec = services.shell("chatty", "exec sleep 100");
        Files.createDirectories(services.serviceFolder("chatty"));
        try (var file = new java.io.RandomAccessFile(
                services.supervisor.logFile("chatty").toFile(), "rw")) {
            file.setLength(21L * 1024 * 1024);
        }
        services.supervisor.start(spec);

        assertThat(services.serviceFolder("chatty").resolve("service.log.1")).hasSize(21L * 1024 * 1024);
        assertThat(Files.size(services.supervisor.logFile("chatty"))).isLessThan(1000);
    }

    @Test
    void runsInASessionOfItsOwn() throws Exception {
        StartResult started = services.supervisor.start(services.shell("session", "exec sleep 100"));

        ProcessStat stat = Objects.requireNonNull(
                new LinuxProcesses().stat(started.instance().pid()));
        assertThat(stat.group()).isEqualTo(stat.pid());
        assertThat(stat.session()).isEqualTo(stat.pid());
    }
}
