package dev.flowgate.auth.cliproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowgate.auth.TestContext;
import dev.flowgate.auth.cliproxy.FakeCliProxyApi.Answer;
import dev.flowgate.auth.cliproxy.FakeCliProxyApi.Profile;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.AuthSession;
import dev.flowgate.auth.spi.AuthStatus;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class ConfiguredEndpointsIT {
    @TempDir
    Path directory;

    private FakeCliProxyApi server;
    private final OauthPollMethod method = new OauthPollMethod();

    @BeforeEach
    void start() throws IOException {
        server = new FakeCliProxyApi(Profile.PLUS_6_8);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth_url", "url", "login_url"})
    void areAskedPlainlyAndWithoutAKey(String member) throws Exception {
        AuthSession session = method.login(context("/mine/start", "/mine/status?account=query-marker"));
        server.answerEverywhere(Answer.json(200, member, "https://login.example.com/"));

        assertThat(session.begin())
                .isInstanceOfSatisfying(
                        AuthStatus.Pending.class,
                        pending ->
                                assertThat(pending.prompt().url()).isEqualTo(URI.create("https://login.example.com/")));
        server.answerEverywhere(Answer.json(200, "status", "pending"));
        assertThat(session.poll()).isInstanceOf(AuthStatus.Pending.class);
        server.answerEverywhere(Answer.json(200, "status", "Authorized"));
        assertThat(session.poll())
                .isInstanceOfSatisfying(
                        AuthStatus.KeptElsewhere.class,
                        kept -> assertThat(kept.credential().location())
                                .contains("/mine/status")
                                .doesNotContain("query-marker"));
        assertThat(server.seen()).noneMatch(FakeCliProxyApi.Seen::keyed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"success", "completed", "authorized", "ok"})
    void knowTheWordsOfSuccess(String word) throws Exception {
        assertThat(polled(Answer.json(200, "status", word))).isInstanceOf(AuthStatus.KeptElsewhere.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"failed", "error", "denied", "expired", "cancelled"})
    void knowTheWordsOfFailure(String word) throws Exception {
        assertThat(polled(Answer.json(200, "status", word, "error", "not today")))
                .isInstanceOfSatisfying(
                        AuthStatus.Denied.class,
                        denied -> assertThat(denied.reason()).contains(word).contains("not today"));
    }

    @Test
    void failAtOnceWhenTheyAreNotThere() {
        assertThatThrownBy(() -> polled(Answer.text(404, "")))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("HTTP 404");
        assertThatThrownBy(() -> polled(Answer.text(503, ""))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> polled(Answer.text(200, "ok"))).isInstanceOf(AuthException.class);
    }

    @Test
    void thatNoServerHasGiveWayToTheRealLoginWithAWarning() throws Exception {
        TestContext context = context("/v0/management/oauth/codex/auth-url", "/v0/management/oauth/codex/status")
                .setting("management_key", FakeCliProxyApi.KEY);
        AuthSession session = method.login(context);

        assertThat(session.begin())
                .isInstanceOfSatisfying(
                        AuthStatus.Pending.class,
                        pending -> assertThat(pending.prompt().note())
                                .contains("auth.providers.codex.auth_url_endpoint")
                                .contains("Remove"));
        assertThat(server.linesWith("/v0/management/codex-auth-url")).hasSize(1);
    }

    @Test
    void ofTheManagementItselfAreAskedWithStateAndKey() throws Exception {
        TestContext context = context("/v0/management/codex-auth-url", "/v0/management/get-auth-status")
                .setting("management_key", FakeCliProxyApi.KEY);
        AuthSession session = method.login(context);
        session.begin();

        assertThat(session.poll()).isInstanceOf(AuthStatus.Pending.class);
        assertThat(server.linesWith("get-auth-status?state=codex-1")).hasSize(1);
    }

    @Test
    void comeInPairs() {
        TestContext context = TestContext.of("codex", directory).setting("auth_url_endpoint", "http://127.0.0.1:1/a");

        assertThatThrownBy(() -> method.login(context))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("auth.providers.codex.status_endpoint is missing");
    }

    private AuthStatus polled(Answer answer) throws Exception {
        AuthSession session = method.login(context("/mine/start", "/mine/status"));
        server.answerEverywhere(Answer.json(200, "url", "https://login.example.com/"));
        session.begin();
        server.answerEverywhere(answer);
        return session.poll();
    }

    private TestContext context(String start, String status) {
        return TestContext.of("codex", directory)
                .setting("auth_url_endpoint", server.address() + start)
                .setting("status_endpoint", server.address() + status);
    }
}
