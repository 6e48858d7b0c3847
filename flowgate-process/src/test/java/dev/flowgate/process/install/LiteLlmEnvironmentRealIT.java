package dev.flowgate.process.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.flowgate.json.JsonText;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * The locked packages import and serve. The environment is kept in the folder that the variable {@code FLOWGATE_TEST_CACHE}
 * names, {@code .cache/flowgate-tests} in the home folder else; it is made only when the system property {@code
 * flowgate.real} is true, because that needs a package index and some minutes.
 */
@Timeout(900)
class LiteLlmEnvironmentRealIT {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String QUESTION =
            "{\"model\":\"assistant\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]%s}";

    @TempDir
    private static Path folder;

    private static Optional<Installation> installation = Optional.empty();
    private static Optional<RealLiteLlm> server = Optional.empty();

    @BeforeAll
    static void startIt() throws IOException, InterruptedException {
        String cache = System.getenv("FLOWGATE_TEST_CACHE");
        Path runtime = (cache == null
                        ? Path.of(System.getProperty("user.home"), ".cache", "flowgate-tests")
                        : Path.of(cache))
                .resolve("litellm-runtime");
        PythonRuntime python = PythonRuntime.builder(runtime).build();
        installation = python.installed();
        if (installation.isEmpty() && Boolean.getBoolean("flowgate.real")) {
            installation = Optional.of(python.install());
        }
        if (installation.isEmpty()) {
            LoggerFactory.getLogger(LiteLlmEnvironmentRealIT.class)
                    .warn(
                            "NOT TESTED with the real LiteLLM {}: {} has none. -Dflowgate.real=true installs it.",
                            LiteLlmReleases.VERSION,
                            runtime);
            return;
        }
        server = Optional.of(RealLiteLlm.start(installation.get().executable(), folder));
    }

    @AfterAll
    static void stopIt() throws InterruptedException {
        if (server.isPresent()) {
            server.get().close();
        }
    }

    @Test
    void completesAChat() throws Exception {
        HttpResponse<String> answer = post(QUESTION.formatted(""));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("\"content\":\"mocked\"");
    }

    @Test
    void streamsAChat() throws Exception {
        HttpResponse<String> answer = post(QUESTION.formatted(",\"stream\":true"));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        List<String> lines =
                answer.body().lines().filter(line -> !line.isBlank()).toList();
        assertThat(lines).allMatch(line -> line.startsWith("data: ")).endsWith("data: [DONE]");
        assertThat(String.join("", contents(lines))).isEqualTo("mocked in pieces");
    }

    @Test
    void listsItsModels() throws Exception {
        HttpResponse<String> answer =
                CLIENT.send(request("/v1/models").GET().build(), HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(JsonText.readObject(answer.body()).get("data").toString()).contains("id=assistant");
    }

    @Test
    void isKnownByItsFilesAlone() {
        assumeTrue(installation.isPresent(), "no real LiteLLM");
        Path command = installation.orElseThrow().executable();

        assertThat(LiteLlmReleases.installedVersion(command)).contains(LiteLlmReleases.VERSION);
        assertThat(LiteLlmReleases.refusal(command)).isEmpty();
    }

    private static List<String> contents(List<String> lines) {
        return lines.stream()
                .map(line -> line.replaceAll(".*\"delta\":\\{[^}]*\"content\":\"([^\"]*)\".*|.*", "$1"))
                .toList();
    }

    private static HttpResponse<String> post(String body) throws IOException, InterruptedException {
        assumeTrue(server.isPresent(), "no real LiteLLM");
        return CLIENT.send(
                request("/v1/chat/completions")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path) {
        assumeTrue(server.isPresent(), "no real LiteLLM");
        return HttpRequest.newBuilder(server.orElseThrow().address().resolve(path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + RealLiteLlm.KEY);
    }
}
