package dev.flowgate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flowgate.cli.Distribution.Result;
import dev.flowgate.cli.Distribution.Running;
import dev.flowgate.process.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class UpAndDownE2EIT {
    private static final String QUESTION =
            "{\"model\":\"demo\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void goesFromNothingToAnAnswerAndBack() throws Exception {
        int port = FreePort.next();
        try (Distribution flowgate = Distribution.in(folder)) {
            assertThat(flowgate.run("init").exitCode()).isZero();
            Path file = folder.resolve("config/flowgate.yaml");
            Files.writeString(file, Files.readString(file).replace("port: 4000", "port: " + port));

            Result up = flowgate.run("up");
            assertThat(up.exitCode()).as(up.err()).isZero();
            assertThat(up.value("profile")).isEqualTo("balanced");
            assertThat(up.value("models")).isEqualTo("demo");
            assertThat(ask(URI.create(up.value("address")))).contains("Hello from FlowGate");

            Result again = flowgate.run("up");
            assertThat(again.out()).isEqualTo(up.out());

            Result status = flowgate.run("status");
            assertThat(status.out())
                    .contains("current_profile=balanced", "litellm_running=yes", "secret_permission_issues=0");
            Result health = flowgate.run("health");
            assertThat(health.exitCode()).isZero();
            assertThat(health.out())
                    .startsWith("litellm:liveness=ok readiness=ok running=yes readiness_code=200 readiness_error=none");

            assertThat(flowgate.run("down").out()).contains("litellm:stopped");
            assertThat(flowgate.run("down").exitCode()).isZero();
            assertThat(flowgate.run("status").out()).contains("litellm_running=no");
            assertThat(flowgate.run("health").exitCode()).isEqualTo(1);
            assertThat(flowgate.run("events", "--format", "json").out())
                    .contains("profile_switch", "service_start", "service_ready", "service_stop");
        }
    }

    @Test
    void stopsByTheRecordsWhenTheConfigurationCannotBeUsed() throws Exception {
        try (Distribution flowgate = Distribution.in(folder).configure(Configurations.demo(FreePort.next()))) {
            Path file = folder.resolve("config/flowgate.yaml");
            String good = Files.readString(file);
            flowgate.run("up");
            Path other = Files.writeString(file.resolveSibling("other.yaml"), "services: [");
            Result others = flowgate.run("--config", other.toString(), "down");
            assertThat(others.exitCode()).isEqualTo(2);
            Files.writeString(file, "services: [");

            assertThat(flowgate.run("service", "stop", "unknown").exitCode()).isEqualTo(2);
            assertThat(flowgate.run("service", "restart").exitCode()).isEqualTo(2);
            Result down = flowgate.run("down");

            assertThat(down.exitCode()).as(down.err()).isZero();
            assertThat(down.out()).isEqualTo("litellm:stopped\n");
            assertThat(down.err())
                    .contains("flowgate.yaml:1:", "this stops what has a record below")
                    .doesNotContain("Exception");
            assertThat(flowgate.run("down").exitCode())
                    .as("nothing has a record")
                    .isEqualTo(2);
            Files.writeString(file, good);
            assertThat(flowgate.run("status").out()).contains("litellm_running=no");
        }
    }

    @Test
    void switchesTheProfileOfARunningEngineWithoutDroppingARequest() throws Exception {
        int port = FreePort.next();
        try (Distribution flowgate = Distribution.in(folder).configure(Configurations.demo(port))) {
            URI address = URI.create(flowgate.run("up").value("address"));
            AtomicBoolean done = new AtomicBoolean();
            List<CompletableFuture<Integer>> clients = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                clients.add(CompletableFuture.supplyAsync(() -> askUntil(done, address)));
            }
            for (String profile : List.of("cost", "balanced", "cost")) {
                Result set = flowgate.run("profile", "set", profile);
                assertThat(set.exitCode()).as(set.err()).isZero();
                assertThat(set.out()).contains("profile=" + profile, "litellm:reloaded pid=");
                assertThat(ask(address)).contains("from " + profile);
            }
            done.set(true);
            for (CompletableFuture<Integer> client : clients) {
                assertThat(client.get(20, TimeUnit.SECONDS)).isPositive();
            }
        }
    }

    @Test
    void namesTheProcessThatHoldsThePort() throws Exception {
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Distribution flowgate = Distribution.in(folder).configure(Configurations.demo(holder.getLocalPort()))) {
            Result up = flowgate.run("up");

            assertThat(up.exitCode()).isEqualTo(1);
            assertThat(up.err())
                    .contains(
                            String.valueOf(holder.getLocalPort()),
                            "pid " + ProcessHandle.current().pid());
            assertThat(flowgate.run("status").out()).contains("litellm_running=no");
        }
    }

    @Test
    void leavesNothingHalfStartedAfterCtrlC() throws Exception {
        int port = FreePort.next();
        String yaml = Configurations.demo(port).replace("services:\n", """
                        services:
                          slow:
                            port: %d
                            command: {args: [/bin/sh, -c, "while :; do sleep 1; done"]}
                            depends_on: {litellm: healthy}
                        """.formatted(FreePort.next()));
        try (Distribution flowgate = Distribution.in(folder).configure(yaml)) {
            Running up = flowgate.interruptible("up");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> flowgate.run("status").out().contains("slow_running=yes"));

            // The launcher became the JVM, so this is the process that Ctrl-C would reach.
            new ProcessBuilder("/bin/kill", "-INT", String.valueOf(up.process().pid()))
                    .start()
                    .waitFor();

            assertThat(up.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(up.result().exitCode()).isEqualTo(130);
            assertThat(flowgate.run("status").out()).contains("slow_running=no", "litellm_running=no");
        }
    }

    @Test
    void reportsAServiceThatEndsBeforeItIsReadyWithWhatItSaid() throws Exception {
        String yaml = Configurations.demo(FreePort.next()).replace("services:\n", """
                        services:
                          broken:
                            port: %d
                            command: {args: [/bin/sh, -c, "echo the reason; exit 0"]}
                        """.formatted(FreePort.next()));
        try (Distribution flowgate = Distribution.in(folder).configure(yaml)) {
            Result up = flowgate.run("up");

            assertThat(up.exitCode()).isEqualTo(1);
            assertThat(up.err()).contains("broken", "exit code 0", "the reason");
            assertThat(flowgate.run("status").out()).contains("litellm_running=no");
        }
    }

    private int askUntil(AtomicBoolean done, URI address) {
        int answers = 0;
        while (!done.get()) {
            try {
                assertThat(ask(address)).contains("from ");
                answers++;
            } catch (IOException | InterruptedException failure) {
                throw new AssertionError(failure);
            }
        }
        return answers;
    }

    private String ask(URI address) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve("/v1/chat/completions"))
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(QUESTION, UTF_8))
                .build();
        var response = http.send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }
}
