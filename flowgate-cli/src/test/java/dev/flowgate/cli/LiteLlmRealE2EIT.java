package dev.flowgate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flowgate.cli.Distribution.Result;
import dev.flowgate.process.FreePort;
import dev.flowgate.process.install.LiteLlmReleases;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The real LiteLLM under FlowGate, as {@code type: process} runs it, in front of a mock upstream. */
@Timeout(300)
class LiteLlmRealE2EIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String KEY = "sk-of-this-test";
    private static final String UPSTREAM_KEY = "key-for-the-upstream";

    @TempDir
    private static Path emptied;

    private static Path program = Path.of("");

    @TempDir
    Path folder;

    private Path link;
    private MockUpstream upstream;
    private Distribution flowgate;
    private int port;

    @BeforeAll
    static void requireTheProgram() throws Exception {
        program = RealPrograms.liteLlm(emptied);
    }

    /** Puts the program where the command runs it that services have without one. */
    @BeforeEach
    void installIt() throws IOException {
        link = Files.createDirectories(folder.resolve(".router/runtime/bin")).resolve("litellm");
        Files.createSymbolicLink(link, program);
        port = FreePort.next();
        upstream = MockUpstream.start();
        flowgate = Distribution.in(folder).with("ROUTER_KEY", KEY).with("UPSTREAM_KEY", UPSTREAM_KEY);
    }

    @AfterEach
    void stopAll() throws Exception {
        try {
            flowgate.close();
            Files.delete(link);
        } finally {
            upstream.close();
        }
    }

    @Test
    void servesAndFollowsTheProfile() throws Exception {
        configure("type: process");
        long begin = System.nanoTime();
        Result up = flowgate.run("up");
        LoggerFactory.getLogger(LiteLlmRealE2EIT.class)
                .info(
                        "up with the real LiteLLM {} took {} ms",
                        LiteLlmReleases.VERSION,
                        Duration.ofNanos(System.nanoTime() - begin).toMillis());
        assertThat(up.exitCode()).as(up.err()).isZero();
        assertThat(up.value("address")).isEqualTo("http://127.0.0.1:" + port);

        answersAChat();
        upstream.will(UpstreamReply.stream("chat.sse"));
        HttpResponse<String> stream = chat(true);
        assertThat(stream.statusCode()).as(stream.body()).isEqualTo(200);
        assertThat(stream.body().strip()).startsWith("data: {").endsWith("data: [DONE]");
        HttpResponse<String> models = ask("/v1/models", KEY);
        assertThat(models.body()).contains("\"id\":\"smart\"");
        assertThat(ask("/v1/models", "sk-of-somebody-else").statusCode()).isBetween(400, 403);
        tellsTheTruth(up.pid("litellm"));

        upstream.forget();
        upstream.will(UpstreamReply.failure(500), UpstreamReply.failure(500), UpstreamReply.json("chat.json"));
        assertThat(chat(false).statusCode()).isEqualTo(500);
        assertThat(upstream.requests()).as("without retries").hasSize(1);

        Result set = flowgate.run("profile", "set", "reliability");
        assertThat(set.exitCode()).as(set.err()).isZero();
        assertThat(set.out()).containsPattern("litellm:restarted pid=\\d+");

        upstream.forget();
        upstream.will(UpstreamReply.failure(500), UpstreamReply.failure(500), UpstreamReply.json("chat.json"));
        assertThat(chat(false).statusCode()).isEqualTo(200);
        assertThat(upstream.requests())
                .as("with two retries")
                .hasSize(3)
                .allSatisfy(request ->
                        assertThat(request.headers()).containsEntry("authorization", "Bearer " + UPSTREAM_KEY));

        assertThat(flowgate.run("down").out()).isEqualTo("litellm:stopped\n");
        assertThat(flowgate.run("health").value("readiness_error")).isEqualTo("not-running");
        assertThat(flowgate.run("status").out()).contains("litellm_state=stopped");
    }

    private void tellsTheTruth(long pid) throws Exception {
        Result health = flowgate.run("health");
        assertThat(health.exitCode()).as(health.out() + health.err()).isZero();
        assertThat(health.value("readiness_url")).isEqualTo("http://127.0.0.1:" + port + "/health/readiness");
        assertThat(health.value("version")).isEqualTo(LiteLlmReleases.VERSION);
        assertThat(flowgate.run("status").out()).contains("litellm_state=running", "litellm_pid=" + pid);
        assertThat(flowgate.run("service", "logs", "litellm", "-n", "200").out())
                .contains("Uvicorn running on http://127.0.0.1:" + port, "POST /v1/chat/completions");

        signal("STOP", pid);
        try {
            Result stopped = flowgate.run("health");
            assertThat(stopped.exitCode()).isEqualTo(1);
            assertThat(stopped.out()).contains("liveness=fail", "readiness=fail");
        } finally {
            signal("CONT", pid);
        }
        for (String kept : new String[] {".router/runtime/litellm.active.yaml", ".router/runtime/events.log"}) {
            assertThat(folder.resolve(kept)).content().doesNotContain(KEY, UPSTREAM_KEY);
        }
    }

    @Test
    void isStartedAgainAfterItWasKilled() throws Exception {
        configure("type: process, restart: on-failure");
        Result up = flowgate.run("up");
        assertThat(up.exitCode()).as(up.err()).isZero();
        assertThat(up.err()).contains("starting supervisor, which restarts litellm");
        long first = up.pid("litellm");

        Processes.kill(first);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> flowgate.run("health").exitCode() == 0);

        long second = Long.parseLong(flowgate.run("status").value("litellm_pid"));
        assertThat(second).isNotEqualTo(first);
        answersAChat();
        assertThat(flowgate.run("events", "-n", "100").out()).contains("service_crash", "service_restart");
        assertThat(flowgate.run("down").out()).isEqualTo("supervisor:stopped\nlitellm:stopped\n");
        assertThat(Processes.runs(second)).isFalse();
    }

    @Test
    void changesPlacesWithTheEmbeddedEngine() throws Exception {
        configure("type: embedded");
        assertThat(flowgate.run("up").exitCode()).isZero();
        isReal(false);

        configure("type: process");
        Result unchanged = flowgate.run("up");
        assertThat(unchanged.exitCode()).as(unchanged.err()).isZero();
        assertThat(unchanged.err()).contains("settings it was started with", "service restart litellm");
        isReal(false);
        assertThat(flowgate.run("profile", "set", "balanced").out()).contains("litellm:restarted pid=");
        isReal(true);

        configure("type: embedded");
        assertThat(flowgate.run("up").err()).contains("settings it was started with", "service restart litellm");
        isReal(true);
        Result restart = flowgate.run("service", "restart", "litellm");
        assertThat(restart.exitCode()).as(restart.err()).isZero();
        isReal(false);

        configure("type: process");
        Result back = flowgate.run("service", "restart", "litellm");
        assertThat(back.exitCode()).as(back.err()).isZero();
        isReal(true);
        reportsAKill();
    }

    /** Without a restart policy nobody starts it again, and nobody says that it runs. */
    private void reportsAKill() throws Exception {
        Processes.kill(Long.parseLong(flowgate.run("status").value("litellm_pid")));

        assertThat(flowgate.run("status").out())
                .contains("litellm_state=crashed", "litellm_exit_code=137", "litellm_exit_signal=SIGKILL");
        Result health = flowgate.run("health");
        assertThat(health.exitCode()).isEqualTo(1);
        assertThat(health.out()).containsPattern("readiness_error=crashed-\\d\\d:\\d\\d:\\d\\d,-SIGKILL");

        configure("type: embedded");
        assertThat(flowgate.run("profile", "set", "balanced").out()).doesNotContain("litellm:");
        assertThat(flowgate.run("up").err()).contains("litellm had crashed");
        isReal(false);
    }

    /** LiteLLM itself would take another port in place of 4000 when that is busy, and say nothing of it. */
    @Test
    void isNotStartedAtABusyPort() throws Exception {
        try (ServerSocket holder = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            configure("type: process");

            Result up = flowgate.run("up");

            assertThat(up.exitCode()).isEqualTo(1);
            assertThat(up.err())
                    .contains("port " + holder.getLocalPort())
                    .contains("pid " + ProcessHandle.current().pid());
            assertThat(flowgate.run("status").out()).contains("litellm_running=no");
        }
    }

    private void configure(String service) throws IOException {
        flowgate.configure(Configurations.PATHS + """
                services:
                  litellm: {%s, port: %d}
                litellm_base:
                  model_list:
                    - model_name: smart
                      litellm_params: {model: openai/upstream-model, api_base: "%s/v1", api_key: os.environ/UPSTREAM_KEY}
                  router_settings: {num_retries: 0}
                  general_settings: {master_key: os.environ/ROUTER_KEY}
                profiles:
                  balanced: {}
                  reliability: {router_settings: {num_retries: 2}}
                """.formatted(service, port, upstream.address()));
    }

    private void answersAChat() throws Exception {
        upstream.will(UpstreamReply.json("chat.json"));
        HttpResponse<String> answer = chat(false);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("\"content\":");
    }

    /** Only the real one has this page; both have the same models. */
    private void isReal(boolean expected) throws Exception {
        assertThat(ask("/openapi.json", KEY).statusCode() == 200)
                .as("is the real LiteLLM")
                .isEqualTo(expected);
        answersAChat();
    }

    private HttpResponse<String> chat(boolean stream) throws IOException, InterruptedException {
        return client().send(
                        request("/v1/chat/completions", KEY)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        "{\"model\":\"smart\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}],\"stream\":"
                                                + stream + "}"))
                                .build(),
                        BodyHandlers.ofString());
    }

    private HttpResponse<String> ask(String path, String key) throws IOException, InterruptedException {
        return client().send(request(path, key).build(), BodyHandlers.ofString());
    }

    /** LiteLLM closes a connection after five idle seconds, so that one of before may be closed just when it is used. */
    private static HttpClient client() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    private HttpRequest.Builder request(String path, String key) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + key);
    }

    private static void signal(String name, long pid) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                .inheritIO()
                .start();
        assertThat(kill.waitFor()).isZero();
    }
}
