package dev.flowgate.auth.oauth;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowgate.auth.TestContext;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.AuthSession;
import dev.flowgate.auth.spi.AuthStatus;
import dev.flowgate.auth.spi.Credential;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OauthDeviceIT {
    private AuthorizationServer server;
    private TestContext context;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        server = AuthorizationServer.start();
        context = TestContext.of("acme", folder)
                .setting("client_id", AuthorizationServer.PUBLIC_CLIENT)
                .setting(
                        "device_authorization_endpoint",
                        server.address("/device").toString())
                .setting("token_endpoint", server.address("/token").toString())
                .setting("scope", "models.read models.use")
                .setting("audience", "https://api.example.com")
                .setting("parameters", Map.of("prompt", "login"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private AuthSession session() {
        return new OauthDeviceMethod().login(context);
    }

    private static @Nullable Duration interval(AuthStatus status) {
        return ((AuthStatus.Pending) status).interval();
    }

    @Test
    void showsCodeAndAddressThenEndsWithCredential() throws Exception {
        try (AuthSession session = session()) {
            var pending = (AuthStatus.Pending) session.begin();
            assertThat(pending.prompt().url()).isEqualTo(server.address("/activate?user_code=WDJB-MJHT"));
            assertThat(pending.prompt().userCode()).isEqualTo("WDJB-MJHT");
            assertThat(pending.prompt().note()).isEqualTo("The code is good for 15 minutes.");
            assertThat(pending.interval()).isEqualTo(Duration.ofSeconds(3));
            assertThat(session.poll()).isEqualTo(pending);

            server.decideDevices("approved");
            Credential credential = ((AuthStatus.Authorized) session.poll()).credential();
            assertThat(server.isLive(credential.accessToken())).isTrue();
            assertThat(server.isLive(requireNonNull(credential.refreshToken()))).isTrue();
            assertThat(credential.account()).isEqualTo(AuthorizationServer.ACCOUNT);
            assertThat(credential.expiresAt())
                    .isEqualTo(context.clock().instant().plusSeconds(3600));
            assertThat(credential.details()).containsEntry("scope", "models.read models.use");
        }
        assertThat(server.received("/device").get(0).form())
                .containsEntry("scope", "models.read models.use")
                .containsEntry("audience", "https://api.example.com")
                .containsEntry("prompt", "login")
                .containsEntry("client_id", AuthorizationServer.PUBLIC_CLIENT);
    }

    @Test
    void eachSlowDownAddsFiveSecondsForGood() throws Exception {
        AuthSession session = session();
        session.begin();
        server.decideDevices("slow_down");
        assertThat(interval(session.poll())).isEqualTo(Duration.ofSeconds(8));
        assertThat(interval(session.poll())).isEqualTo(Duration.ofSeconds(13));
        server.decideDevices("pending");
        assertThat(interval(session.poll())).isEqualTo(Duration.ofSeconds(13));
    }

    @ParameterizedTest
    @CsvSource({
        "access_denied, declined it",
        "expired_token, not entered in time",
        "invalid_grant, Log in again",
        "made_up, Check auth.providers.acme"
    })
    void endsWithTheProvidersErrorAndTheNextStep(String error, String advice) throws Exception {
        AuthSession session = session();
        session.begin();
        server.decideDevices(error);
        assertThat(session.poll())
                .isInstanceOfSatisfying(
                        AuthStatus.Denied.class,
                        denied -> assertThat(denied.reason()).contains(error, advice, "flowgate auth login acme"));
    }

    @Test
    void stopsAskingOnceTheCodeHasEnded() throws Exception {
        AuthSession session = session();
        session.begin();
        context.sleep(Duration.ofSeconds(901));
        assertThat(session.poll())
                .isInstanceOfSatisfying(
                        AuthStatus.Denied.class,
                        denied -> assertThat(denied.reason())
                                .contains("ended at 2026-11-22T10:15:00Z", "flowgate auth login acme"));
        assertThat(server.received("/token")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"error\":\"authorization_pending\"}", "{\"error\":\"slow_down\"}"})
    void understandsErrorsThatComeWithStatus200(String body) throws Exception {
        AuthSession session = session();
        session.begin();
        server.answerOnce("/token", 200, body);
        assertThat(session.poll()).isInstanceOf(AuthStatus.Pending.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503})
    void takesServersTroubleForPassing(int status) throws Exception {
        AuthSession session = session();
        session.begin();
        server.answerOnce("/token", status, "<html>busy</html>");
        assertThatThrownBy(session::poll).isInstanceOf(IOException.class).hasMessageContaining("status " + status);
        server.decideDevices("approved");
        assertThat(session.poll()).as("waits out the interval first").isInstanceOf(AuthStatus.Pending.class);
        assertThat(session.poll()).isInstanceOf(AuthStatus.Authorized.class);
    }

    @Test
    void repeatsWhatTheNetworkLost() throws Exception {
        AuthSession session = session();
        session.begin();
        server.breakOffOnce("/token");
        assertThatThrownBy(session::poll).isInstanceOf(IOException.class).hasMessageContaining("127.0.0.1");
        server.decideDevices("approved");
        session.poll();
        assertThat(session.poll()).isInstanceOf(AuthStatus.Authorized.class);
    }

    @Test
    void saysThatAServerThatDoesNotRunCannotBeReached() throws Exception {
        AuthSession session = session();
        server.close();
        assertThatThrownBy(session::begin).isInstanceOf(IOException.class).hasMessageContaining("cannot be reached");
    }

    @ParameterizedTest
    @CsvSource({"404, status 404", "302, redirect", "200, JSON"})
    void refusesWhatIsNoAuthorizationServer(int status, String words) {
        server.answerOnce("/device", status, Map.of("Location", "https://example.com/"), "<html>hello</html>");
        AuthSession session = session();
        assertThatThrownBy(session::begin)
                .isInstanceOf(AuthException.class)
                .hasMessageContaining(words)
                .hasMessageContaining("Check the endpoints in auth.providers.acme");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"user_code\":\"A\",\"verification_uri\":\"https://x.example\"}",
                "{\"device_code\":\"D\",\"verification_uri\":\"https://x.example\"}",
                "{\"device_code\":\"D\",\"user_code\":\"A\"}",
                "{\"device_code\":\"D\",\"user_code\":\"A\",\"verification_uri\":\"file:///etc/passwd\"}"
            })
    void refusesAnAnswerThatTheUserCouldNotFollow(String body) {
        server.answerOnce("/device", 200, body);
        assertThatThrownBy(session()::begin)
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("auth.providers.acme.device_authorization_endpoint");
    }

    @Test
    void waitsFiveSecondsWhenTheServerDoesNotSay() throws Exception {
        server.answerOnce(
                "/device",
                200,
                "{\"device_code\":\"D\",\"user_code\":\"A\\u001b[31m\",\"verification_url\":\"https://x.example\"}");
        var pending = (AuthStatus.Pending) session().begin();
        assertThat(pending.interval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(pending.prompt().userCode()).as("no control characters").isEqualTo("A [31m");
        assertThat(pending.prompt().note()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"basic", "body"})
    void provesWhoTheClientIs(String authentication) throws Exception {
        context.setting("client_id", AuthorizationServer.CLIENT)
                .setting("client_secret", "os.environ/ACME_SECRET")
                .setting("client_authentication", authentication)
                .variable("ACME_SECRET", AuthorizationServer.CLIENT_SECRET);
        AuthSession session = session();
        session.begin();
        server.decideDevices("approved");
        assertThat(session.poll()).isInstanceOf(AuthStatus.Authorized.class);
        assertThat(server.received("/token").get(0).authorization() != null).isEqualTo(authentication.equals("basic"));
    }

    @Test
    void namesTheSettingsWhenTheClientIsNotAccepted() {
        context.setting("client_id", "nobody");
        assertThatThrownBy(session()::begin)
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("invalid_client")
                .hasMessageContaining("Check client_id, client_secret and client_authentication");
    }

    @Test
    void refusesATokenThatIsNoBearerToken() throws Exception {
        AuthSession session = session();
        session.begin();
        server.answerOnce("/token", 200, "{\"access_token\":\"marker-mac\",\"token_type\":\"mac\"}");
        assertThatThrownBy(session::poll)
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("Bearer")
                .hasMessageNotContaining("marker");
    }
}
