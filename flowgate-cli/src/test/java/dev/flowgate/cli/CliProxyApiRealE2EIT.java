package dev.flowgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowgate.cli.Distribution.Result;
import dev.flowgate.cli.Distribution.Running;
import dev.flowgate.process.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real CLIProxyAPI under FlowGate: it ends with exit code 0 whatever went wrong. */
@Timeout(180)
class CliProxyApiRealE2EIT {
    private static final String KEY = "sk-of-this-test";
    private static final String NAME = "cliproxyapi_plus";

    @TempDir
    Path folder;

    private Path binary = Path.of("");

    @BeforeEach
    void requireTheProgram() {
        binary = RealPrograms.cliProxyApi();
    }

    @Test
    void startsItIdentifiesItAndStopsIt() throws Exception {
        int port = FreePort.next();
        try (Distribution flowgate = server(folder, port, port)) {
            Result start = flowgate.run("service", "start", NAME);
            assertThat(start.exitCode()).as(start.err()).isZero();

            Result health = flowgate.run("health");
            assertThat(health.exitCode()).as(health.out() + health.err()).isZero();
            assertThat(health.value("readiness_url")).isEqualTo("http://127.0.0.1:" + port + "/healthz");
            assertThat(health.value("version")).isEqualTo(RealPrograms.CLIPROXYAPI_VERSION);
            assertThat(flowgate.run("status").out()).contains(NAME + "_state=running");

            assertThat(flowgate.run("service", "stop", NAME).out()).isEqualTo(NAME + ":stopped\n");
            assertThat(flowgate.run("health").value("readiness_error")).isEqualTo("not-running");
        }
    }

    @Test
    void reportsABusyPortAlthoughItEndsWithExitCode0() throws Exception {
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                // FlowGate cannot know that the server's own file has another port.
                Distribution flowgate = server(folder, FreePort.next(), holder.getLocalPort())) {
            Result start = flowgate.run("service", "start", NAME);

            assertThat(start.exitCode()).isEqualTo(1);
            assertThat(start.out()).isEqualTo(NAME + ":start-failed\n");
            assertThat(start.err())
                    .contains("ended before it was ready, with exit code 0", "bind: address already in use")
                    .contains("service logs " + NAME)
                    .doesNotContain(managementKey(folder));
        }
    }

    @Test
    void namesWhoHasThePortThatBothAreConfiguredWith() throws Exception {
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Distribution flowgate = server(folder, holder.getLocalPort(), holder.getLocalPort())) {
            Result start = flowgate.run("service", "start", NAME);

            assertThat(start.exitCode()).isEqualTo(1);
            assertThat(start.err())
                    .contains("port " + holder.getLocalPort())
                    .contains("pid " + ProcessHandle.current().pid());
        }
    }

    @Test
    void reportsABrokenConfigurationOfTheInstalledOneInAFolderOfItsOwn() throws Exception {
        int port = FreePort.next();
        Path installed = folder.resolve(".router/runtime/bin/CLIProxyAPIPlus");
        Files.createDirectories(folder.resolve(".router/runtime/bin"));
        Files.createSymbolicLink(installed, binary);
        try (Distribution flowgate = Distribution.in(folder)
                .configure(Configurations.services(NAME + ": {port: " + port + ", enabled: true}"))) {
            Files.writeString(folder.resolve("config/cliproxyapi.yaml"), "port: [8317\n");

            Result start = flowgate.run("service", "start", NAME);

            assertThat(start.exitCode()).isEqualTo(1);
            assertThat(start.err()).contains("exit code 0", "failed to load config", "yaml");
            Path own = folder.resolve(".router/runtime/services/" + NAME);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
                    .isEqualTo("rwx------");
        }
    }

    /**
     * A request that runs may go on until the server's thirtieth second, and is cut off from then on. The first server is
     * the older one, so that it is past that second when the other one has ended.
     */
    @Test
    void isPatientInItsFirstThirtySecondsAndNoLongerThanItTakesAfterwards() throws Exception {
        Path older = Files.createDirectory(folder.resolve("older"));
        Path younger = Files.createDirectory(folder.resolve("younger"));
        int olderPort = FreePort.next();
        try (Distribution first = server(older, olderPort, olderPort)) {
            assertThat(first.run("service", "start", NAME).exitCode()).isZero();
            int youngerPort = FreePort.next();
            try (Distribution second = server(younger, youngerPort, youngerPort)) {
                assertThat(second.run("service", "start", NAME).exitCode()).isZero();
                try (Socket endlessly = request(youngerPort);
                        Socket also = request(olderPort)) {
                    long begin = System.nanoTime();
                    Running early = second.start("service", "stop", NAME);
                    assertThat(early.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
                    long patience = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
                    assertThat(early.result().out()).isEqualTo(NAME + ":stopped\n");
                    assertThat(patience).as("seconds of the early stop").isBetween(10L, 34L);

                    begin = System.nanoTime();
                    Result late = first.run("service", "stop", NAME);
                    assertThat(late.out()).isEqualTo(NAME + ":stopped\n");
                    assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin))
                            .as("seconds of the late stop")
                            .isLessThan(9);
                    assertThat(endlessly.isConnected() && also.isConnected()).isTrue();
                    for (Path where : List.of(older, younger)) {
                        assertThat(Files.readString(where.resolve(".router/runtime/events.log")))
                                .contains("service_stop")
                                .doesNotContain("killed after the grace period");
                    }
                }
            }
        }
    }

    /** Sends a request whose body never comes, so that it runs until the server ends it. */
    private static Socket request(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.getOutputStream()
                .write(("POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + KEY
                                + "\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private Distribution server(Path where, int port, int ownPort) throws IOException {
        Distribution flowgate =
                Distribution.in(where).configure(Configurations.services("""
                %s:
                  port: %d
                  command: {args: [%s, -config, cliproxyapi.yaml, -local-model], cwd: .}
                """.formatted(NAME, port, binary)));
        Files.writeString(where.resolve("config/cliproxyapi.yaml"), """
                host: 127.0.0.1
                port: %d
                auth-dir: ./logins
                api-keys: [%s]
                remote-management: {disable-control-panel: true}
                """.formatted(ownPort, KEY));
        return flowgate;
    }

    private static String managementKey(Path where) throws IOException {
        return Files.readString(where.resolve(".router/runtime/cliproxyapi.management.key"))
                .strip();
    }
}
