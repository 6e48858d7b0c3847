package dev.flowgate.auth.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import dev.flowgate.auth.TestContext;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.AuthSession;
import dev.flowgate.auth.spi.AuthStatus;
import dev.flowgate.auth.spi.Credential;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ApiKeyIT {
    private static final String KEY = "sk-marker-4711";

    @TempDir
    private Path folder;

    private final ApiKeyMethod method = new ApiKeyMethod();
    private final List<Headers> received = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private HttpServer server;
    private TestContext context;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/models", exchange -> {
            received.add(exchange.getRequestHeaders());
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        context = TestContext.of("acme", folder);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void validated() {
        context.setting(
                "validate_url", "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/models");
    }

    private AuthStatus answer(String input) throws Exception {
        try (AuthSession session = method.login(context)) {
            session.begin();
            return session.answer(input);
        }
    }

    private static AuthStatus kept() {
        return new AuthStatus.Authorized(Credential.key(KEY));
    }

    private static String problem(AuthStatus status) {
        return String.valueOf(((AuthStatus.InputRequired) status).problem());
    }

    @Test
    void asksForTheKeyWithoutShowingIt() throws Exception {
        AuthSession session = method.login(context);
        var question = new AuthStatus.InputRequired("API key for acme", true, null);
        assertThat(session.begin()).isEqualTo(question);
        assertThat(session.poll()).isEqualTo(question);
        assertThat(session.answer(" " + KEY + "\n")).isEqualTo(kept());
        assertThat(received).isEmpty();
    }

    @Test
    void asksAgainWhenTheTextIsNoKey() throws Exception {
        assertThat(problem(answer("sk-..."))).contains("placeholder");
    }

    @Test
    void takesAKeyThatTheProviderAccepts() throws Exception {
        validated();
        assertThat(answer(KEY)).isEqualTo(kept());
        assertThat(received.get(0).getFirst("Authorization")).isEqualTo("Bearer " + KEY);
    }

    @Test
    void sendsTheKeyInTheHeaderThatTheProviderWants() throws Exception {
        validated();
        context.setting("key_header", "x-api-key")
                .setting("validate_headers", Map.of("anthropic-version", "2023-06-01"));
        assertThat(answer(KEY)).isEqualTo(kept());
        assertThat(received.get(0).getFirst("x-api-key")).isEqualTo(KEY);
        assertThat(received.get(0).getFirst("anthropic-version")).isEqualTo("2023-06-01");
        assertThat(received.get(0).getFirst("Authorization")).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void storesNoKeyThatTheProviderRefuses(int refusal) throws Exception {
        validated();
        status = refusal;
        assertThat(problem(answer(KEY)))
                .contains("127.0.0.1 refused the key (status " + refusal + ")")
                .doesNotContain("marker");
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void cannotTellWhileTheProviderIsInTrouble(int trouble) {
        validated();
        status = trouble;
        assertThatThrownBy(() -> answer(KEY))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("status " + trouble)
                .hasMessageNotContaining("marker");
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 404, 405})
    void saysThatTheAddressIsWrong(int wrong) {
        validated();
        status = wrong;
        assertThatThrownBy(() -> answer(KEY))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("auth.providers.acme.validate_url")
                .hasMessageNotContaining("marker");
    }

    @Test
    void aHeaderThatTheClientKeepsForItselfIsNamed() {
        validated();
        context.setting("key_header", "Host");
        assertThatThrownBy(() -> answer(KEY))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("the header Host cannot be set")
                .hasMessageNotContaining("marker");
    }

    @Test
    void takesTheKeyFromTheEnvironment() throws Exception {
        context.setting("env", "ACME_KEY").variable("ACME_KEY", KEY);
        assertThat(method.login(context).begin()).isEqualTo(kept());
    }

    @Test
    void saysWhichVariableIsNotSet() {
        context.setting("env", "ACME_KEY");
        assertThatThrownBy(() -> method.login(context).begin())
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("ACME_KEY is not set");
    }

    @Test
    void takesTheKeyFromAFile() throws Exception {
        Files.writeString(folder.resolve("acme.key"), KEY + "\n");
        context.setting("file", "acme.key");
        assertThat(method.login(context).begin()).isEqualTo(kept());
    }

    @Test
    void deniesWhenTheConfiguredSourceHoldsNoGoodKey() throws Exception {
        validated();
        status = 401;
        context.setting("env", "ACME_KEY").variable("ACME_KEY", KEY);
        assertThat(method.login(context).begin())
                .isInstanceOfSatisfying(
                        AuthStatus.Denied.class,
                        denied -> assertThat(denied.reason())
                                .contains("environment variable ACME_KEY", "refused the key")
                                .doesNotContain("marker"));
    }

    @Test
    void anAnswerIsTakenEvenWhereASourceIsConfigured() throws Exception {
        context.setting("env", "ACME_KEY").variable("ACME_KEY", "another-4712");
        assertThat(answer(KEY)).isEqualTo(kept());
    }

    @Test
    void settingsThatContradictEachOtherAreRefused() {
        context.setting("env", "A").setting("file", "b");
        assertThatThrownBy(() -> method.login(context))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("Keep one");
        context = TestContext.of("acme", folder).setting("key_header", "x-api-key");
        assertThatThrownBy(() -> method.login(context))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("auth.providers.acme.validate_url is missing");
        context = TestContext.of("acme", folder).setting("validate_url", "http://api.example.com/v1/models");
        assertThatThrownBy(() -> method.login(context))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("https://");
    }
}
