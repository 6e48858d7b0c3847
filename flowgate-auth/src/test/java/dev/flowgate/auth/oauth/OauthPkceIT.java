package dev.flowgate.auth.oauth;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.flowgate.auth.TestContext;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.AuthSession;
import dev.flowgate.auth.spi.AuthStatus;
import dev.flowgate.auth.spi.Credential;
import dev.flowgate.auth.spi.LoginPrompt;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OauthPkceIT {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final HttpClient browser = HttpClient.newHttpClient();
    private AuthorizationServer server;
    private TestContext context;
    private @Nullable AuthSession open;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        server = AuthorizationServer.start();
        context = TestContext.of("acme", folder)
                .setting("client_id", AuthorizationServer.PUBLIC_CLIENT)
                .setting(
                        "authorization_endpoint",
                        server.address("/authorize?tenant=7").toString())
                .setting("token_endpoint", server.address("/token").toString())
                .setting("scope", "openid models");
    }

    @AfterEach
    void stop() {
        if (open != null) {
            open.close();
        }
        server.close();
    }

    private AuthSession session() {
        return requireNonNull(open);
    }

    /** Polls as the library does: the answer is there a moment after the browser has its page. */
    private AuthStatus end() {
        return await().atMost(LIMIT).until(session()::poll, status -> !(status instanceof AuthStatus.Pending));
    }

    private LoginPrompt begin() throws Exception {
        open = new OauthPkceMethod().login(context);
        return ((AuthStatus.Pending) open.begin()).prompt();
    }

    private HttpResponse<String> get(URI address) throws Exception {
        return browser.send(
                HttpRequest.newBuilder(address).timeout(LIMIT).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Logs in at the provider, and returns where it sends the browser. */
    private URI agree(LoginPrompt prompt) throws Exception {
        HttpResponse<String> answer = get(address(prompt));
        return URI.create(answer.headers().firstValue("Location").orElseThrow());
    }

    private static URI address(LoginPrompt prompt) {
        return requireNonNull(prompt.url());
    }

    private static URI with(URI address, String from, String to) {
        return URI.create(address.toString().replaceAll(from, to));
    }

    @Test
    void endsWithCredentialWhenTheBrowserComesBack() throws Exception {
        LoginPrompt prompt = begin();
        assertThat(prompt.takesInput()).isTrue();
        assertThat(address(prompt).toString())
                .contains(
                        "tenant=7", "scope=openid+models", "response_type=code", "redirect_uri=http%3A%2F%2F127.0.0.1");
        assertThat(session().poll()).isInstanceOf(AuthStatus.Pending.class);

        HttpResponse<String> page = get(agree(prompt));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("FlowGate has the answer").doesNotContain("<script", "marker");
        assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(page.headers().firstValue("Content-Security-Policy")).contains("default-src 'none'");

        Credential credential = ((AuthStatus.Authorized) end()).credential();
        assertThat(server.isLive(credential.accessToken())).isTrue();
        assertThat(credential.account()).isEqualTo(AuthorizationServer.ACCOUNT);
        assertThat(server.received("/token").get(0).form()).containsKey("code_verifier");
    }

    @Test
    void takesThePastedAddressFromABrowserElsewhere() throws Exception {
        URI ending = agree(begin());
        assertThat(session().answer(ending.toString())).isInstanceOf(AuthStatus.Authorized.class);
    }

    @Test
    void saysWhyWhatWasPastedCannotBeUsedAndGoesOn() throws Exception {
        URI ending = agree(begin());
        var told = (AuthStatus.Pending) session().answer("hello");
        assertThat(told.prompt().note()).contains("no state", "Paste the whole address", "http://127.0.0.1:");
        told = (AuthStatus.Pending)
                session().answer(with(ending, "state=[^&]*", "state=other").toString());
        assertThat(told.prompt().note()).contains("belongs to another login");
        told = (AuthStatus.Pending)
                session().answer(with(ending, "code=[^&]*&", "").toString());
        assertThat(told.prompt().note()).contains("neither a code nor an error");
        assertThat(server.received("/token")).isEmpty();
        assertThat(session().answer(ending.getRawQuery())).isInstanceOf(AuthStatus.Authorized.class);
    }

    @Test
    void aWrongStateIsToldAndDoesNotEndTheLogin() throws Exception {
        URI ending = agree(begin());
        HttpResponse<String> page = get(with(ending, "state=[^&]*", "state=wrong"));
        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.body()).contains("belongs to another login");
        var pending = (AuthStatus.Pending) session().poll();
        assertThat(pending.prompt().note()).contains("The browser brought something else", "another login");
        assertThat(get(with(ending, "[?].*", "?error=access_denied")).statusCode())
                .isEqualTo(400);
        assertThat(session().poll()).isInstanceOf(AuthStatus.Pending.class);

        get(ending);
        assertThat(end()).isInstanceOf(AuthStatus.Authorized.class);
    }

    @Test
    void onlyTheFirstAnswerCounts() throws Exception {
        URI ending = agree(begin());
        assertThat(get(ending).statusCode()).isEqualTo(200);
        HttpResponse<String> second = get(with(ending, "code=[^&]*", "code=other"));
        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(end()).isInstanceOf(AuthStatus.Authorized.class);
    }

    @RepeatedTest(10)
    void theBrowserHasItsPageWhenTheLoginClosesAtOnce() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(agree(begin())).timeout(LIMIT).build();
        var page = browser.sendAsync(request, HttpResponse.BodyHandlers.ofString());
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(LIMIT)
                .until(session()::poll, AuthStatus.Authorized.class::isInstance);
        session().close();
        assertThat(page.get(LIMIT.toSeconds(), TimeUnit.SECONDS).body()).endsWith("</html>\n");
    }

    @Test
    void listensForGetOfItsPathOnly() throws Exception {
        URI ending = agree(begin());
        assertThat(get(with(ending, "/callback", "/callback/more")).statusCode())
                .isEqualTo(404);
        assertThat(get(with(ending, "/callback", "/")).statusCode()).isEqualTo(404);
        for (String method : new String[] {"POST", "HEAD", "PUT"}) {
            HttpResponse<String> refused = browser.send(
                    HttpRequest.newBuilder(ending)
                            .timeout(LIMIT)
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(refused.statusCode()).as(method).isEqualTo(405);
        }
        assertThat(session().poll()).isInstanceOf(AuthStatus.Pending.class);
    }

    @Test
    void showsTheProvidersRefusalWithoutItsMarkup() throws Exception {
        server.decline();
        HttpResponse<String> page = get(agree(begin()));
        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.body()).contains("access_denied: &lt;b&gt;No&lt;/b&gt; &amp; never");
        assertThat(end())
                .isInstanceOfSatisfying(
                        AuthStatus.Denied.class,
                        denied -> assertThat(denied.reason())
                                .contains("access_denied: <b>No</b> & never", "flowgate auth login acme"));
    }

    @Test
    void aCodeThatWasUsedBeforeIsRefused() throws Exception {
        URI ending = agree(begin());
        session().answer(ending.toString());
        String used = ending.getQuery().replaceAll(".*code=([^&]*).*", "$1");
        session().close();

        URI second = with(agree(begin()), "code=[^&]*", "code=" + used);
        assertThat(session().answer(second.toString()))
                .isInstanceOfSatisfying(
                        AuthStatus.Denied.class,
                        denied -> assertThat(denied.reason())
                                .contains("invalid_grant", "Log in again: flowgate auth login acme")
                                .doesNotContain(used));
    }

    @Test
    void aCodeWhoseAnswerWasLostIsNotSentAgain() throws Exception {
        URI ending = agree(begin());
        server.breakOffOnce("/token");
        assertThatThrownBy(() -> session().answer(ending.toString()))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("The code cannot be used again")
                .hasMessageContaining("flowgate auth login acme");
        assertThat(server.received("/token")).hasSize(1);
    }

    @Test
    void aCodeThatTheServerDidNotTakeIsSentAgain() throws Exception {
        URI ending = agree(begin());
        server.answerOnce("/token", 503, "{\"error\":\"temporarily_unavailable\"}");
        assertThatThrownBy(() -> session().answer(ending.toString())).isInstanceOf(IOException.class);
        assertThat(session().answer(ending.toString())).isInstanceOf(AuthStatus.Authorized.class);
    }

    @Test
    void anotherIssuersAnswerIsNotUsed() throws Exception {
        context.setting("issuer", server.address("").toString());
        server.nameIssuer("https://evil.example.com");
        assertThat(comeBack(agree(begin())))
                .isInstanceOfSatisfying(
                        AuthStatus.Denied.class,
                        denied -> assertThat(denied.reason()).contains("another issuer"));
        assertThat(server.received("/token")).isEmpty();
    }

    @Test
    void theConfiguredIssuersAnswerIsUsed() throws Exception {
        context.setting("issuer", server.address("").toString());
        server.nameIssuer(server.address("").toString());
        assertThat(comeBack(agree(begin()))).isInstanceOf(AuthStatus.Authorized.class);
    }

    private AuthStatus comeBack(URI ending) throws Exception {
        get(ending);
        return end();
    }

    @Test
    void anIssuerThatPromisesToNameItselfMustDoSo(@TempDir Path folder) throws Exception {
        server.metadata("authorization_response_iss_parameter_supported", true);
        context = TestContext.of("acme", folder)
                .setting("client_id", AuthorizationServer.PUBLIC_CLIENT)
                .setting("issuer", server.address("").toString());
        assertThat(comeBack(agree(begin())))
                .isInstanceOfSatisfying(
                        AuthStatus.Denied.class,
                        denied -> assertThat(denied.reason()).contains("does not name its issuer"));
    }

    @Test
    void listensWhereTheClientIsRegisteredAndFreesThePortAtTheEnd() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        context.setting("redirect_port", port)
                .setting("redirect_path", "/auth/callback")
                .setting("redirect_host", "localhost");
        LoginPrompt prompt = begin();
        assertThat(address(prompt).toString())
                .contains("redirect_uri=http%3A%2F%2Flocalhost%3A" + port + "%2Fauth%2Fcallback");

        AuthSession second = new OauthPkceMethod().login(context);
        assertThatThrownBy(second::begin)
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("Port " + port)
                .hasMessageContaining("auth.providers.acme.redirect_port");

        session().close();
        URI closed = URI.create("http://127.0.0.1:" + port + "/auth/callback");
        assertThatThrownBy(() -> get(closed)).isInstanceOf(ConnectException.class);
    }

    @Test
    void idleConnectionsDoNotKeepTheAnswerOut() throws Exception {
        URI ending = agree(begin());
        try (var first = new Socket(InetAddress.getLoopbackAddress(), ending.getPort());
                var second = new Socket(InetAddress.getLoopbackAddress(), ending.getPort())) {
            second.getOutputStream().write("GET /callb".getBytes(StandardCharsets.US_ASCII));
            assertThat(first.isConnected()).isTrue();
            assertThat(get(ending).statusCode()).isEqualTo(200);
            long start = System.nanoTime();
            session().close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
        }
    }
}
