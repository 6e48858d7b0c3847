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
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class OauthPollSessionIT {
    @TempDir
    Path directory;

    @SuppressWarnings("NullAway.Init") // each test starts the server that it needs
    private FakeCliProxyApi server;

    @SuppressWarnings("NullAway.Init")
    private TestContext context;

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void showsTheAddressWaitsAndTellsTheNewCredential(Profile profile) throws Exception {
        try (AuthSession session = session(profile, "codex")) {
            AuthStatus.Pending begun = (AuthStatus.Pending) session.begin();
            String state = server.logins().last();
            assertThat(begun.prompt().url())
                    .isEqualTo(URI.create("https://auth.example.com/codex?client_id=fake&state=" + state));
            assertThat(begun.prompt().takesInput()).isTrue();
            assertThat(session.poll()).isInstanceOf(AuthStatus.Pending.class);

            server.putFile("codex-me@example.com.json", "codex", "2026-11-22T10:00:05Z", "email", "me@example.com");
            server.logins().finish(state);

            assertThat(session.poll()).isInstanceOfSatisfying(AuthStatus.KeptElsewhere.class, kept -> {
                assertThat(kept.credential().account()).isEqualTo("me@example.com");
                assertThat(kept.credential().location()).contains("codex-me@example.com.json");
                assertThat(kept.credential().problem()).isNull();
            });
        }
        assertThat(server.linesWith("is_webui=true")).hasSize(1);
        assertThat(server.linesWith("get-auth-status")).allMatch(line -> line.contains("state=codex-1"));
        assertThat(server.seen()).allMatch(FakeCliProxyApi.Seen::keyed);
        assertThat(server.linesWith("DELETE")).isEmpty();
    }

    @Test
    void takesAnExistingFileThatWasWrittenAgainForANewCredential() throws Exception {
        AuthSession session = session(Profile.MAINLINE_7_2, "codex");
        server.putFile("codex-me.json", "codex", "2026-11-20T10:00:00Z");
        session.begin();
        server.putFile("codex-me.json", "codex", "2026-11-22T10:00:07.123456789+02:00");
        server.logins().finish(server.logins().last());

        assertThat(session.poll()).isInstanceOf(AuthStatus.KeptElsewhere.class);
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void doesNotBelieveAnOkWithoutANewCredential(Profile profile) throws Exception {
        AuthSession session = session(profile, "codex");
        server.putFile("codex-me.json", "codex", "2026-11-20T10:00:00Z");
        session.begin();
        server.putFile("claude-me.json", "claude", "2026-11-22T10:00:05Z");
        server.logins().finish(server.logins().last());

        assertThat(session.poll()).isInstanceOf(AuthStatus.Pending.class);
        context.sleep(Duration.ofSeconds(11));

        assertThat(session.poll())
                .isInstanceOfSatisfying(
                        AuthStatus.Denied.class,
                        denied -> assertThat(denied.reason())
                                .contains("no new credential for codex")
                                .contains("flowgate auth login codex"));
    }

    @Test
    void waitsForTheServerToListWhatItHasSaved() throws Exception {
        AuthSession session = session(Profile.PLUS_6_8, "codex");
        session.begin();
        server.logins().finish(server.logins().last());
        assertThat(session.poll()).isInstanceOf(AuthStatus.Pending.class);
        context.sleep(Duration.ofSeconds(2));

        server.putFile("codex-me.json", "codex", "2026-11-22T10:00:05Z");

        assertThat(session.poll()).isInstanceOf(AuthStatus.KeptElsewhere.class);
        assertThat(server.linesWith("get-auth-status")).hasSize(1);
    }

    @Test
    void doesNotTakeAForgottenLoginForASuccessOnThePlusEdition() throws Exception {
        AuthSession session = session(Profile.PLUS_6_8, "codex");
        session.begin();
        server.logins().forget(server.logins().last());

        assertThat(session.poll()).isInstanceOf(AuthStatus.Pending.class);
        context.sleep(Duration.ofSeconds(11));

        assertThat(session.poll()).isInstanceOf(AuthStatus.Denied.class);
    }

    @Test
    void doesNotTakeALoginThatAnotherOneDroppedForASuccess() throws Exception {
        AuthSession first = session(Profile.PLUS_6_8, "codex");
        first.begin();
        AuthSession second = new OauthPollMethod().login(context);
        second.begin();
        server.logins().finish(server.logins().last());

        assertThat(first.poll()).isInstanceOf(AuthStatus.Pending.class);
        context.sleep(Duration.ofSeconds(11));
        assertThat(first.poll()).isInstanceOf(AuthStatus.Denied.class);
    }

    @Test
    void passesOnThatTheMainlineHasForgottenALogin() throws Exception {
        AuthSession session = session(Profile.MAINLINE_7_2, "codex");
        session.begin();
        server.logins().forget(server.logins().last());

        assertThat(session.poll())
                .isInstanceOfSatisfying(
                        AuthStatus.Denied.class,
                        denied -> assertThat(denied.reason())
                                .contains("unknown or expired state")
                                .contains("flowgate service logs cliproxyapi_plus")
                                .contains("flowgate auth login codex"));
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void passesOnWhatTheServerSaysOfAFailure(Profile profile) throws Exception {
        AuthSession session = session(profile, "claude");
        session.begin();
        String state = server.logins().last();
        server.logins().fail(state, "Failed to exchange\u001b[31m code " + state + " " + FakeCliProxyApi.KEY);

        assertThat(session.poll())
                .isInstanceOfSatisfying(
                        AuthStatus.Denied.class,
                        denied -> assertThat(denied.reason())
                                .contains("Failed to exchange")
                                .doesNotContain("\u001b", state, FakeCliProxyApi.KEY));
    }

    @Test
    void endsByItselfBeforeTheServerForgets() throws Exception {
        AuthSession session = session(Profile.PLUS_6_8, "codex");
        session.begin();
        context.sleep(Duration.ofSeconds(569));
        assertThat(session.poll()).isInstanceOf(AuthStatus.Pending.class);
        context.sleep(Duration.ofSeconds(1));

        assertThat(session.poll())
                .isInstanceOfSatisfying(
                        AuthStatus.Denied.class,
                        denied -> assertThat(denied.reason()).contains("Nobody completed"));
    }

    @Test
    void endsWhenADeviceCodeEnds() throws Exception {
        AuthSession session = session(Profile.MAINLINE_7_2, "kimi");
        assertThat(session.begin()).isInstanceOfSatisfying(AuthStatus.Pending.class, pending -> {
            assertThat(pending.prompt().userCode()).isEqualTo("KIMI-CODE");
            assertThat(pending.prompt().takesInput()).isFalse();
        });
        context.sleep(Duration.ofMinutes(2));

        assertThat(session.poll()).isInstanceOf(AuthStatus.Denied.class);
        session.close();
        assertThat(server.linesWith("DELETE /v0/management/oauth-session?state=kimi-1"))
                .hasSize(1);
    }

    @Test
    void showsTheCodeOfCopilot() throws Exception {
        AuthSession session = session(Profile.PLUS_6_8, "copilot");

        assertThat(session.begin()).isInstanceOfSatisfying(AuthStatus.Pending.class, pending -> {
            assertThat(pending.prompt().url()).isEqualTo(URI.create("https://example.com/device"));
            assertThat(pending.prompt().userCode()).isEqualTo("WDJB-MJHT");
        });
        server.putFile("github-me.json", "github-copilot", "2026-11-22T10:00:05Z");
        server.logins().finish(server.logins().last());

        assertThat(session.poll()).isInstanceOf(AuthStatus.KeptElsewhere.class);
        assertThat(server.linesWith("github-auth-url")).noneMatch(line -> line.contains("is_webui"));
    }

    @Test
    void showsTheCodeThatComesWithKirosPolls() throws Exception {
        AuthSession session = session(Profile.PLUS_6_8, "kiro");
        assertThat(session.begin())
                .isInstanceOfSatisfying(
                        AuthStatus.Pending.class,
                        pending -> assertThat(pending.prompt().url()).isNull());
        assertThat(session.poll()).isInstanceOf(AuthStatus.Pending.class);
        server.logins()
                .tell(
                        "kiro-1",
                        Answer.json(
                                200,
                                "status",
                                "device_code",
                                "verification_uri",
                                "https://device.example.com/?a=1&b=2",
                                "user_code",
                                "KIRO-CODE"));

        assertThat(session.poll()).isInstanceOfSatisfying(AuthStatus.Pending.class, pending -> {
            assertThat(pending.prompt().url()).isEqualTo(URI.create("https://device.example.com/?a=1&b=2"));
            assertThat(pending.prompt().userCode()).isEqualTo("KIRO-CODE");
            assertThat(pending.prompt().takesInput()).isFalse();
        });
        server.putFile("kiro-aws-1.json", "kiro", "2026-11-22T10:00:05Z");
        server.logins().finish("kiro-1");
        assertThat(session.poll()).isInstanceOf(AuthStatus.KeptElsewhere.class);
        assertThat(server.linesWith("kiro-auth-url?method=builder-id")).hasSize(1);
    }

    @Test
    void neverSendsABrowserElsewhereThanToTheWeb() throws Exception {
        AuthSession session = session(Profile.PLUS_6_8, "kiro");
        session.begin();
        server.logins().tell("kiro-1", Answer.json(200, "status", "auth_url", "url", "javascript:alert(1)"));

        assertThat(session.poll())
                .isInstanceOfSatisfying(
                        AuthStatus.Pending.class,
                        pending -> assertThat(pending.prompt().url()).isNull());
    }

    @Test
    void startsWithoutTheServersListenerWhenItsPortIsInUse() throws Exception {
        AuthSession session = session(Profile.PLUS_6_8, "codex");
        server.callbackPortBusy();

        assertThat(session.begin())
                .isInstanceOfSatisfying(
                        AuthStatus.Pending.class,
                        pending -> assertThat(pending.prompt().note()).contains("paste"));
        assertThat(server.linesWith("codex-auth-url"))
                .containsExactly(
                        "GET /v0/management/codex-auth-url?is_webui=true", "GET /v0/management/codex-auth-url");
    }

    @Test
    void saysWhatTheServerSaidWhenALoginCannotStart() throws Exception {
        AuthSession session = session(Profile.PLUS_6_8, "copilot");
        server.deviceFlowFails();

        assertThatThrownBy(session::begin)
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("login to copilot: failed to initiate device flow")
                .hasMessageContaining("flowgate service logs cliproxyapi_plus");
        assertThat(server.linesWith("github-auth-url")).hasSize(1);
    }

    @Test
    void namesTheServersThatHaveALoginWhichThisOneHasNot() throws Exception {
        AuthSession session = session(Profile.MAINLINE_7_2, "copilot");

        assertThatThrownBy(session::begin)
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("CLIProxyAPI 7.2.140 at " + server.address() + " has no login to copilot")
                .hasMessageContaining("It can log in to: codex, claude, antigravity, kimi, xai.")
                .hasMessageContaining("CLIProxyAPIPlus from 6.7.9-0");
    }

    @Test
    void tellsHowToStartAServerThatDoesNotRun() throws Exception {
        AuthSession session = session(Profile.PLUS_6_8, "codex");
        server.close();

        assertThatThrownBy(session::begin)
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("flowgate service start cliproxyapi_plus");
    }

    @Test
    void leavesItToTheLoopToRepeatAPollThatWasLost() throws Exception {
        AuthSession session = session(Profile.PLUS_6_8, "codex");
        session.begin();
        server.answerEverywhere(Answer.text(502, "bad gateway"));
        assertThatThrownBy(session::poll).isInstanceOf(IOException.class);
        server.answerEverywhere(null);
        assertThat(session.poll()).isInstanceOf(AuthStatus.Pending.class);

        server.close();
        assertThatThrownBy(session::poll).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404})
    void failsAtOnceWhenThePollIsNotLetIn(int status) throws Exception {
        AuthSession session = session(Profile.PLUS_6_8, "codex");
        session.begin();
        server.answerEverywhere(status == 404 ? Answer.text(404, "") : Answer.json(status, "error", "refused"));

        assertThatThrownBy(session::poll).isInstanceOf(AuthException.class).hasMessageContaining("CLIProxyAPI");
        assertThat(server.linesWith("get-auth-status")).hasSize(1);
    }

    @Test
    void failsForAStateThatTheServerCallsMalformed() throws Exception {
        AuthSession session = session(Profile.PLUS_6_8, "codex");
        session.begin();
        server.answerEverywhere(Answer.json(400, "status", "error", "error", "invalid state"));

        assertThat(session.poll())
                .isInstanceOfSatisfying(
                        AuthStatus.Denied.class,
                        denied -> assertThat(denied.reason()).contains("invalid state"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "<html></html>", "{\"status\":\"surprise\"}"})
    void failsForAnAnswerThatIsNone(String body) throws Exception {
        AuthSession session = session(Profile.PLUS_6_8, "codex");
        session.begin();
        server.answerEverywhere(Answer.text(200, body));

        assertThatThrownBy(session::poll).isInstanceOf(AuthException.class).hasMessageContaining("is not CLIProxyAPI");
    }

    @Test
    void cancelsTheLoginOnTheMainlineAlone() throws Exception {
        AuthSession session = session(Profile.MAINLINE_7_2, "codex");
        session.begin();
        session.close();
        session.close();
        assertThat(server.linesWith("DELETE")).containsExactly("DELETE /v0/management/oauth-session?state=codex-1");
        assertThat(server.logins().knows("codex-1")).isFalse();
        server.close();

        AuthSession plus = session(Profile.PLUS_6_8, "codex");
        plus.begin();
        plus.close();
        assertThat(server.linesWith("DELETE")).isEmpty();
    }

    @Test
    void endsWithinASecondWhenInterrupted() throws Exception {
        AuthSession session = session(Profile.MAINLINE_7_2, "codex");
        session.begin();
        server.hang();
        Thread.currentThread().interrupt();
        long begun = System.nanoTime();

        assertThatThrownBy(session::poll).isInstanceOf(InterruptedException.class);
        Thread.currentThread().interrupt();
        session.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(1500));
        assertThat(server.linesWith("DELETE")).hasSize(1);
    }

    private AuthSession session(Profile profile, String provider) throws IOException {
        server = new FakeCliProxyApi(profile);
        context = TestContext.of(provider, directory)
                .service(ServerConfiguration.SERVICE, server.address())
                .variable("CPA_KEY", FakeCliProxyApi.KEY)
                .setting("management_key", "os.environ/CPA_KEY");
        return new OauthPollMethod().login(context);
    }
}
