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
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class PastedCallbackIT {
    private static final String CODE = FakeCliProxyApi.CALLBACK_CODE;

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway.Init") // each test starts the server that it needs
    private FakeCliProxyApi server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void isTakenAndThePollsGoOn(Profile profile) throws Exception {
        AuthSession session = begun(profile, "codex");

        assertThat(note(session, "http://localhost:1455/auth/callback?code=" + CODE + "&state=codex-1"))
                .contains("fetches the credential");
        assertThat(server.logins().wasCalledBack("codex-1")).isTrue();
        assertThat(session.poll()).isInstanceOf(AuthStatus.Pending.class);
    }

    @ParameterizedTest
    @CsvSource({"claude, anthropic-1", "gemini, gemini-cli-1"})
    void goesUnderTheNameThatCallbacksHave(String provider, String state) throws Exception {
        AuthSession session = begun(Profile.PLUS_6_8, provider);

        assertThat(note(session, "http://localhost:1/callback?code=" + CODE + "&state=" + state))
                .contains("fetches the credential");
        assertThat(server.logins().wasCalledBack(state)).isTrue();
    }

    @Test
    void carriesTheUsersRefusalToo() throws Exception {
        AuthSession session = begun(Profile.MAINLINE_7_2, "codex");

        assertThat(note(session, "http://localhost:1455/auth/callback?error=access_denied&state=codex-1"))
                .contains("has the address");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                CODE,
                "http://localhost:1455/auth/callback",
                "http://localhost:1455/auth/callback?state=codex-1",
                "localhost:1455/auth/callback code=" + CODE,
                "http://localhost:1455/auth/callback?code=%zz" + CODE
            })
    void isAskedForAgainWhenItIsNoSuchAddress(String input) throws Exception {
        AuthSession session = begun(Profile.MAINLINE_7_2, "codex");

        assertThat(note(session, input)).contains("not the address").doesNotContain(CODE);
        assertThat(server.linesWith("oauth-callback")).isEmpty();
    }

    @Test
    void ofAnotherLoginIsNotSent() throws Exception {
        AuthSession session = begun(Profile.MAINLINE_7_2, "codex");

        assertThat(note(session, "http://localhost:1455/auth/callback?state=codex-9&code=" + CODE))
                .contains("another login");
        assertThat(server.linesWith("oauth-callback")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unsupported provider",
                "invalid redirect_url",
                "state is required",
                "invalid state",
                "code or error is required",
                "provider does not match state"
            })
    void thatTheServerRefusesIsAskedForAgainWithItsReason(String reason) throws Exception {
        AuthSession session = begun(Profile.PLUS_6_8, "codex");
        server.answerEverywhere(Answer.json(400, "status", "error", "error", reason + " " + CODE));

        assertThat(note(session, callback())).contains(reason).doesNotContain(CODE);
    }

    @Test
    void endsALoginThatTheServerHasForgotten() throws Exception {
        AuthSession session = begun(Profile.MAINLINE_7_2, "codex");
        server.logins().forget("codex-1");

        assertThat(session.answer(callback()))
                .isInstanceOfSatisfying(
                        AuthStatus.Denied.class,
                        denied -> assertThat(denied.reason())
                                .contains("unknown or expired state")
                                .doesNotContain(CODE));
    }

    @Test
    void leavesTheEndToThePollWhenTheLoginIsNotPendingAnyMore() throws Exception {
        AuthSession session = begun(Profile.PLUS_6_8, "codex");
        server.logins().fail("codex-1", "Timeout waiting for OAuth callback");

        assertThat(note(session, callback())).contains("oauth flow is not pending");
        assertThat(session.poll()).isInstanceOf(AuthStatus.Denied.class);
    }

    @Test
    void goesToTheOpenRouteWithoutAKeyForKiro() throws Exception {
        AuthSession session = begun(Profile.PLUS_6_8, "kiro");
        server.logins().tell("kiro-1", Answer.json(200, "status", "auth_url", "url", "https://kiro.example.com/login"));
        assertThat(session.poll())
                .isInstanceOfSatisfying(
                        AuthStatus.Pending.class,
                        pending -> assertThat(pending.prompt().takesInput()).isTrue());

        assertThat(note(session, "kiro://kiro.kiroAgent/authenticate-success?code=" + CODE + "&state=kiro-1"))
                .contains("has the address");

        assertThat(server.logins().wasCalledBack("kiro-1")).isTrue();
        assertThat(server.seen())
                .filteredOn(seen -> seen.line().contains("/kiro/callback"))
                .singleElement()
                .satisfies(seen -> assertThat(seen.keyed()).isFalse());
    }

    @Test
    void cannotBeTakenByAVeryOldServer() throws Exception {
        AuthSession session = begun(Profile.PLUS_6_8, "codex");
        server.answerEverywhere(Answer.text(404, "404 page not found"));

        assertThat(note(session, callback())).contains("too old");
    }

    @Test
    void isNotWantedByADeviceLogin() throws Exception {
        AuthSession session = begun(Profile.PLUS_6_8, "copilot");

        assertThatThrownBy(() -> session.answer(callback())).isInstanceOf(AuthException.class);
    }

    @Test
    void isSentAgainByTheLoopWhenItWasLost() throws Exception {
        AuthSession session = begun(Profile.PLUS_6_8, "codex");
        server.answerEverywhere(Answer.text(503, CODE));

        assertThatThrownBy(() -> session.answer(callback()))
                .isInstanceOf(IOException.class)
                .hasMessageNotContaining(CODE);
    }

    private static String note(AuthSession session, String input) throws Exception {
        return String.valueOf(
                ((AuthStatus.Pending) session.answer(input)).prompt().note());
    }

    private static String callback() {
        return "http://localhost:1455/auth/callback?code=" + CODE + "&state=codex-1";
    }

    private AuthSession begun(Profile profile, String provider) throws Exception {
        server = new FakeCliProxyApi(profile);
        AuthSession session = new OauthPollMethod()
                .login(TestContext.of(provider, directory)
                        .service(ServerConfiguration.SERVICE, server.address())
                        .setting("management_key", FakeCliProxyApi.KEY)
                        .setting("kiro_method", "google"));
        session.begin();
        return session;
    }
}
