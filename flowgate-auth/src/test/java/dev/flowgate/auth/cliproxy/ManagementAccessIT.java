package dev.flowgate.auth.cliproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowgate.auth.TestContext;
import dev.flowgate.auth.cliproxy.FakeCliProxyApi.Answer;
import dev.flowgate.auth.cliproxy.FakeCliProxyApi.Profile;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class ManagementAccessIT {
    @TempDir
    Path directory;

    private FakeCliProxyApi server;
    private TestContext context;
    private final OauthPollMethod method = new OauthPollMethod();

    @BeforeEach
    void start() throws IOException {
        server = new FakeCliProxyApi(Profile.MAINLINE_7_2);
        context = TestContext.of("codex", directory).service(ServerConfiguration.SERVICE, server.address());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void asksNothingWithoutAKey() {
        assertThatThrownBy(() -> method.login(context).begin())
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("flowgate service start cliproxyapi_plus")
                .hasMessageContaining("auth.providers.codex.management_key");
        assertThat(server.seen()).isEmpty();
    }

    @Test
    void showsTheKeyThatFlowGateMade() throws Exception {
        String key = ManagementKey.in(context.runtimeDirectory()).reveal();

        assertThatThrownBy(() -> method.login(context).begin())
                .hasMessageContaining("does not accept")
                .hasMessageContaining("flowgate service restart cliproxyapi_plus")
                .hasMessageNotContaining(key);
        assertThat(server.seen())
                .singleElement()
                .satisfies(seen -> assertThat(seen.keyed()).isTrue());
    }

    @Test
    void doesNotShowARefusedKeyAgainUntilTheServerHasForgottenIt() throws Exception {
        context.setting("management_key", "wrong-key-marker");
        for (int i = 0; i < 6; i++) {
            assertThatThrownBy(() -> method.held(context))
                    .isInstanceOf(AuthException.class)
                    .hasMessageNotContaining("wrong-key-marker");
        }
        assertThat(server.seen()).hasSize(1);

        context.setting("management_key", FakeCliProxyApi.KEY);
        assertThat(method.held(context)).isEmpty();
    }

    @Test
    void takesTheKeyFromAFileOfTheUsers() throws Exception {
        Files.writeString(directory.resolve("key"), FakeCliProxyApi.KEY + "\n");
        context.setting("management_key_file", "key");

        assertThat(method.held(context)).isEmpty();
        assertThat(server.linesWith("auth-files")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "$2a$10$abcdefghijklmnopqrstuv, is the hash",
        "'key with spaces', must consist of ASCII",
        "os.environ/CPA_ABSENT, CPA_ABSENT is not set"
    })
    void refusesWhatIsNoKey(String value, String message) {
        context.setting("management_key", value);

        assertThatThrownBy(() -> method.login(context).begin())
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("auth.providers.codex.management_key")
                .hasMessageContaining(message);
        assertThat(server.seen()).isEmpty();
    }

    @Test
    void sendsNoKeyToAnotherMachineByItself() throws Exception {
        ManagementKey.in(context.runtimeDirectory());
        context.service(ServerConfiguration.SERVICE, URI.create("http://192.0.2.7:8317"));
        assertThatThrownBy(() -> method.login(context).begin())
                .hasMessageContaining("192.0.2.7")
                .hasMessageContaining("management_url");

        context.setting("management_url", "https://cpa.example.com");
        assertThatThrownBy(() -> method.login(context).begin()).hasMessageContaining("There is no management key");

        context.setting("management_url", "http://cpa.example.com").setting("management_key", FakeCliProxyApi.KEY);
        assertThatThrownBy(() -> method.login(context).begin()).hasMessageContaining("https://");
    }

    @Test
    void saysThatTheManagementIsSwitchedOff() {
        context.setting("management_key", FakeCliProxyApi.KEY);
        server.managementOff();

        assertThatThrownBy(() -> method.login(context).begin()).hasMessageContaining("has no management API");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "403 | IP banned due to too many failed attempts. Try again in 30m0s | Try again in 30m0s. Wait that long",
                "403 | remote management disabled | loopback",
                "403 | remote management key not set | flowgate service restart",
                "403 | something new | something new",
                "302 | moved | management_url"
            })
    void saysWhatToDoWhenItIsNotLetIn(int status, String error, String message) {
        context.setting("management_key", FakeCliProxyApi.KEY);
        server.answerEverywhere(Answer.json(status, "error", error));

        assertThatThrownBy(() -> method.login(context).begin())
                .isInstanceOf(AuthException.class)
                .hasMessageContaining(message);
        assertThat(server.seen()).hasSize(1);
    }

    @Test
    void saysThatTheServerSpeaksHttpsAlone() {
        context.setting("management_key", FakeCliProxyApi.KEY);
        server.answerEverywhere(Answer.text(400, "Client sent an HTTP request to an HTTPS server.\n"));

        assertThatThrownBy(() -> method.login(context).begin()).hasMessageContaining("https:// address");
    }

    @Test
    void doesNotTakeAForeignServerForIt() {
        context.setting("management_key", FakeCliProxyApi.KEY);
        server.answerEverywhere(Answer.text(200, "<html>hello</html>"));

        assertThatThrownBy(() -> method.login(context).begin())
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("is not CLIProxyAPI");
    }

    @Test
    void readsTheVersionThatTheServerTells() throws Exception {
        ManagementClient client = new ManagementClient(
                context.http(),
                new ManagementAccess(server.address(), Secret.of(FakeCliProxyApi.KEY)),
                new Gatekeeper(new RefusedKeys(), context.clock()));
        client.upload("codex-a&b.json", Map.of("type", "codex"));

        assertThat(server.fileNames()).containsExactly("codex-a&b.json");
        assertThat(client.version()).contains(ServerVersion.parse("7.2.140").orElseThrow());
        assertThat(client.delete("codex-a&b.json")).isTrue();
        assertThat(client.delete("codex-a&b.json")).isFalse();
    }
}
