package dev.flowgate.auth.cliproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.flowgate.auth.cliproxy.ServerFinding.Kind;
import dev.flowgate.file.FilePermissions;
import dev.flowgate.secret.Secret;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real CLIProxyAPI of the mainline, with the configuration that FlowGate makes for it. */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class GeneratedConfigurationRealIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    static Path directory;

    private static ServerFile file;
    private static RealServer server;
    private static Secret clientKey;
    private static Secret managementKey;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Optional<Path> binary = RealServer.binary();
        assumeTrue(binary.isPresent(), "NOT TESTED against a real CLIProxyAPI; the log says why.");
        SocketChannel reservation = RealServer.reservePort();
        file = ServerFileFixture.of(directory, "127.0.0.1", RealServer.port(reservation));
        assertThat(file.create()).isTrue();
        Path runtime = directory.resolve(".router/runtime");
        clientKey = ClientKey.existing(runtime).orElseThrow();
        managementKey = ManagementKey.in(runtime);
        server = RealServer.start(binary.get(), directory, file.path(), reservation, managementKey.reveal());
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            assertThat(server.isAlive()).isTrue();
            return status("/healthz", null) == 200;
        });
        // It answers before it watches its configuration, and a change in between escapes it.
        await().atMost(PATIENCE)
                .until(() -> Files.readString(directory.resolve("server.log")).contains("file watcher started"));
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void answersWhoHasTheGeneratedKeyAndNobodyElse() throws Exception {
        assertThat(status("/v1/models", null)).isEqualTo(401);
        assertThat(status("/v1/models", "another-key")).isEqualTo(401);
        assertThat(status("/v1/models", clientKey.reveal())).isEqualTo(200);
    }

    @Test
    void isManagedByTheKeyThatIsHandedOver() throws Exception {
        HttpResponse<String> answer = get("/v0/management/config", managementKey.reveal());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("X-CPA-VERSION")).contains(RealServer.VERSION);
    }

    @Test
    void servesNoControlPanel() throws Exception {
        assertThat(status("/management.html", null)).isEqualTo(404);
        assertThat(file.path().resolveSibling("static")).doesNotExist();
    }

    @Test
    void listensOnTheLoopbackAddressAlone() throws Exception {
        // Linux answers on all of 127.0.0.0/8 for a server that listens on every address.
        URI other = URI.create("http://127.0.0.2:" + server.address().getPort() + "/healthz");
        HttpRequest request =
                HttpRequest.newBuilder(other).timeout(Duration.ofSeconds(5)).build();

        assertThat(catchThrowable(() -> HTTP.send(request, BodyHandlers.discarding())))
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void leavesNothingOpenToOthers() throws Exception {
        await().atMost(PATIENCE).until(() -> Files.isDirectory(directory.resolve(".router/auths")));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(".router/auths"))))
                .isEqualTo("rwx------");
        try (Stream<Path> all = Files.walk(directory.resolve(".router"))) {
            assertThat(all)
                    .allSatisfy(
                            path -> assertThat(FilePermissions.exposure(path)).isEmpty());
        }
        assertThat(FilePermissions.exposure(file.path())).isEmpty();
        assertThat(file.findings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"second-key-of-this-test", "x", "a-key-that-is-longer-than-the-other-two-of-this-test"})
    void noticesAChangeInPlace(String key) throws Exception {
        String before = Files.readString(file.path());
        String line = "  - \"" + clientKey.reveal() + "\"\n";
        assertThat(before).contains(line);

        WatchedFile.change(file.path(), before, before.replace(line, line + "  - " + key + "\n"));
        await().atMost(PATIENCE).until(() -> status("/v1/models", key) == 200);

        // Shorter again, which cuts the file.
        WatchedFile.change(file.path(), Files.readString(file.path()), before);
        await().atMost(PATIENCE).until(() -> status("/v1/models", key) == 401);
        assertThat(status("/v1/models", clientKey.reveal())).isEqualTo(200);
    }

    @Test
    void goesOnAfterARepair() throws Exception {
        String before = Files.readString(file.path());
        WatchedFile.change(
                file.path(), before, before.replace("disable-control-panel: true", "disable-control-panel: false"));

        ServerRepair repair = file.repair(Set.of(Kind.CONTROL_PANEL), Clock.systemUTC());

        assertThat(repair.backup()).isNotNull();
        assertThat(file.path()).hasContent(before);
        assertThat(file.findings()).isEmpty();
        assertThat(status("/v1/models", clientKey.reveal())).isEqualTo(200);
    }

    private static int status(String path, @Nullable String key) throws IOException, InterruptedException {
        return get(path, key).statusCode();
    }

    private static HttpResponse<String> get(String path, @Nullable String key)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.address().resolve(path)).timeout(Duration.ofSeconds(10));
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }
}
