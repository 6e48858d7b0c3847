package dev.flowgate.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands whose terminal goes away, or that were started without one: the service stays. */
@Timeout(90)
class TerminalIT {
    @RegisterExtension
    final ServiceFixture services = new ServiceFixture();

    private static Path script(Path folder, String name) throws IOException {
        try (InputStream resource = Objects.requireNonNull(TerminalIT.class.getResourceAsStream(name))) {
            Path script = folder.resolve(name);
            Files.write(script, resource.readAllBytes());
            return script;
        }
    }

    /** Runs a command to its end and returns what it printed. */
    private static String run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    private List<String> starter(String mode, int port) {
        return ServiceFixture.java(PortStarter.class, services.folder.toString(), "svc", mode, Integer.toString(port));
    }

    /** 130 and 129 are what a JVM ends with after Ctrl-C and after a hang-up. */
    @ParameterizedTest
    @CsvSource({"interrupt, await, 130", "hangup, await, 129", "exit, spawn, 0", "interrupt, linger, 130"})
    void serviceOutlivesTheTerminalOfItsCommand(String what, String mode, int exitCode) throws Exception {
        Tools.require("python3");
        int port = FreePort.next();
        List<String> command = new ArrayList<>(
                List.of("python3", script(services.folder, "terminal.py").toString(), what, "spawned"));
        command.addAll(starter(mode, port));

        assertThat(run(command)).contains("ended " + exitCode);

        ServiceSpec spec =
                services.spec("svc", List.of("/bin/true"), port, URI.create("http://127.0.0.1:" + port + "/"));
        Awaitility.await().until(() -> services.supervisor.readiness(spec).isReady());
        assertThat(services.supervisor.stop("svc", ServiceFixture.GRACE)).isInstanceOf(StopResult.Stopped.class);
    }

    @Test
    void serviceOfACommandThatIgnoresInterruptsEndsInGoodOrder() throws Exception {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "trap '' INT HUP; \"$@\"", "sh"));
        command.addAll(ServiceFixture.java(
                Starter.class,
                services.folder.toString(),
                "svc",
                "/usr/bin/env",
                ServiceFixture.MARK + "=" + services.folder,
                "/bin/sh",
                "-c",
                "trap 'echo bye; exit 0' TERM; echo up; while :; do sleep 0.05; done"));
        assertThat(run(command)).contains("pid=");
        services.awaitLog("svc", "up\n");

        assertThat(services.supervisor.stop("svc", ServiceFixture.GRACE))
                .isInstanceOfSatisfying(
                        StopResult.Stopped.class,
                        stopped -> assertThat(stopped.killed()).isFalse());
        assertThat(services.logOf("svc")).contains("bye");
    }
}
