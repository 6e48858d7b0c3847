package dev.flowgate.auth.cliproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.flowgate.auth.TestContext;
import dev.flowgate.auth.spi.AuthSession;
import dev.flowgate.auth.spi.AuthStatus;
import dev.flowgate.auth.spi.HeldCredential;
import dev.flowgate.auth.spi.ServiceCommand;
import dev.flowgate.file.AtomicFile;
import dev.flowgate.json.JsonText;
import dev.flowgate.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Against a real CLIProxyAPI of the mainline, up to where a person would have to log in. */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class OauthPollRealIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    static Path directory;

    private static RealServer server;
    private static TestContext context;
    private static Secret key;

    private final OauthPollMethod method = new OauthPollMethod();

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Optional<Path> binary = RealServer.binary();
        assumeTrue(binary.isPresent(), "NOT TESTED against a real CLIProxyAPI; the log says why.");
        key = ManagementKey.in(directory.resolve("runtime"));
        server = RealServer.start(binary.get(), directory, key.reveal());
        context = TestContext.of("codex", directory)
                .clock(Clock.systemUTC())
                .service(ServerConfiguration.SERVICE, server.address())
                .command(
                        ServerConfiguration.SERVICE,
                        new ServiceCommand(List.of(binary.get().toString(), "-config", "config.yaml"), directory));
        HttpRequest health = HttpRequest.newBuilder(server.address().resolve("/healthz"))
                .timeout(Duration.ofSeconds(5))
                .build();
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            assertThat(server.isAlive()).isTrue();
            return context.http().send(health, BodyHandlers.discarding()).statusCode() == 200;
        });
        LoggerFactory.getLogger(OauthPollRealIT.class)
                .info("Testing against a real CLIProxyAPI {}.", RealServer.VERSION);
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void tellsItsVersionAndCannotLogInToWhatItDropped() throws Exception {
        ManagementClient client = client();
        client.authFiles();

        assertThat(client.version())
                .contains(ServerVersion.parse(RealServer.VERSION).orElseThrow());
        assertThat(client.start(LoginRoute.GITHUB, Map.of())).isInstanceOf(StartReply.Unknown.class);
    }

    @Test
    void startsALoginWaitsAndPassesTheUsersRefusalOn() throws Exception {
        try (AuthSession session = method.login(context)) {
            AuthStatus.Pending begun = (AuthStatus.Pending) session.begin();
            URI url = Objects.requireNonNull(begun.prompt().url());
            assertThat(url.getHost()).isEqualTo("auth.openai.com");
            String state = url.getQuery().replaceAll(".*\\bstate=([^&]+).*", "$1");
            assertThat(session.poll()).isInstanceOf(AuthStatus.Pending.class);

            assertThat(session.answer("http://localhost:1455/auth/callback?error=access_denied&state=" + state))
                    .isInstanceOfSatisfying(
                            AuthStatus.Pending.class,
                            pending -> assertThat(pending.prompt().note()).contains("has the address"));

            AuthStatus end =
                    await().atMost(PATIENCE).until(session::poll, status -> !(status instanceof AuthStatus.Pending));
            assertThat(end)
                    .isInstanceOfSatisfying(
                            AuthStatus.Denied.class,
                            denied -> assertThat(denied.reason()).contains("CLIProxyAPI said: Bad Request"));
        }
    }

    @Test
    void forgetsALoginThatIsGivenUp() throws Exception {
        AuthSession session = method.login(context);
        URI url = Objects.requireNonNull(
                ((AuthStatus.Pending) session.begin()).prompt().url());
        String state = url.getQuery().replaceAll(".*\\bstate=([^&]+).*", "$1");
        assertThat(client().status(state)).isInstanceOf(PollReply.Waiting.class);

        session.close();

        assertThat(client().status(state))
                .isInstanceOfSatisfying(
                        PollReply.Failed.class,
                        failed -> assertThat(failed.error()).contains("unknown or expired state"));
    }

    @Test
    void listsAnImportedCredentialAsActiveWithAccountAndExpiry() throws Exception {
        Instant expiry =
                Instant.ofEpochSecond(Instant.now().plus(Duration.ofDays(10)).getEpochSecond());
        Path file = AuthDirectory.of(context).resolve("codex-imported@example.com.json");
        AtomicFile.write(
                file,
                JsonText.indented(Map.of(
                        "type",
                        "codex",
                        "access_token",
                        token(Map.of("exp", expiry.getEpochSecond())),
                        "refresh_token",
                        "not-a-refresh-token",
                        "id_token",
                        token(Map.of("email", "imported@example.com")),
                        "account_id",
                        "an-account",
                        "email",
                        "imported@example.com",
                        "expired",
                        expiry.toString(),
                        "last_refresh",
                        Instant.now().toString())));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(method.held(context))
                        .containsExactly(
                                new HeldCredential("imported@example.com", file.toString(), expiry, true, null)));
        assertThat(client().authFiles()).singleElement().satisfies(entry -> {
            assertThat(entry.status()).isEqualTo("active");
            assertThat(entry.account()).isEqualTo("imported@example.com");
        });

        assertThat(method.logout(context)).containsExactly(file.toString());
        assertThat(file).doesNotExist();
    }

    private static ManagementClient client() {
        return new ManagementClient(
                context.http(),
                new ManagementAccess(server.address(), key),
                new Gatekeeper(new RefusedKeys(), context.clock()));
    }

    /** A token that says something and is signed by nobody. */
    private static String token(Map<String, ?> claims) {
        return "e30." + encode(JsonText.compact(claims)) + "." + encode("unsigned");
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
