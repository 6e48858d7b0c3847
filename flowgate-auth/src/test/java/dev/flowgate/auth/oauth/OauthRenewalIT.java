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
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OauthRenewalIT {
    private final OauthDeviceMethod method = new OauthDeviceMethod();
    private AuthorizationServer server;
    private TestContext context;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        server = AuthorizationServer.start();
        context = TestContext.of("acme", folder)
                .setting("client_id", AuthorizationServer.PUBLIC_CLIENT)
                .setting("issuer", server.address("").toString());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Credential logIn() throws Exception {
        try (AuthSession session = method.login(context)) {
            session.begin();
            server.decideDevices("approved");
            Credential credential = ((AuthStatus.Authorized) session.poll()).credential();
            context.credentials().write("acme", credential);
            return credential;
        }
    }

    @Test
    void takesTheNewTokensOfARotation() throws Exception {
        Credential before = logIn();
        Credential renewed = method.refresh(context, before);
        assertThat(renewed.accessToken()).isNotEqualTo(before.accessToken());
        assertThat(renewed.refreshToken()).isNotEqualTo(before.refreshToken());
        assertThat(renewed.expiresAt()).isEqualTo(context.clock().instant().plusSeconds(3600));
        assertThat(method.refresh(context, renewed).account()).isEqualTo(AuthorizationServer.ACCOUNT);
    }

    @Test
    void keepsWhatTheAnswerDoesNotName() throws Exception {
        Credential before = logIn();
        server.answerOnce("/token", 200, "{\"access_token\":\"new\",\"expires_in\":\"60\"}");
        Credential renewed = method.refresh(context, before);
        assertThat(renewed)
                .isEqualTo(new Credential(
                        "new",
                        before.refreshToken(),
                        context.clock().instant().plusSeconds(60),
                        before.account(),
                        before.details()));
    }

    @Test
    void asksForANewLoginWhenTheRefreshTokenIsWorthless() throws Exception {
        Credential before = logIn();
        method.refresh(context, before);
        assertThatThrownBy(() -> method.refresh(context, before))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("invalid_grant")
                .hasMessageContaining("Log in again: flowgate auth login acme")
                .hasMessageNotContaining(requireNonNull(before.refreshToken()));
    }

    @Test
    void triesAgainLaterWhenTheServerCannotAnswerNow() throws Exception {
        Credential before = logIn();
        server.answerOnce("/token", 503, "");
        assertThatThrownBy(() -> method.refresh(context, before)).isInstanceOf(IOException.class);
        assertThat(method.refresh(context, before).accessToken()).isNotEqualTo(before.accessToken());
    }

    @Test
    void cannotRenewWithoutRefreshToken() {
        assertThatThrownBy(() -> method.refresh(context, Credential.key("opaque")))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("no refresh token");
    }

    @Test
    void sendsNoTokenToAnotherServerThanTheOneThatIssuedIt() throws Exception {
        Credential issued = logIn();
        try (AuthorizationServer other = AuthorizationServer.start()) {
            context.setting("issuer", other.address("").toString());

            assertThatThrownBy(() -> method.refresh(context, issued))
                    .isInstanceOf(AuthException.class)
                    .hasMessageContaining("issued by " + server.address(""))
                    .hasMessageContaining("Log in again: flowgate auth login acme")
                    .hasMessageNotContaining(requireNonNull(issued.refreshToken()));
            Credential ofAnotherMethod = new Credential("token", "file:///secret", null, null, Map.of());
            assertThatThrownBy(() -> method.refresh(context, ofAnotherMethod))
                    .isInstanceOf(AuthException.class)
                    .hasMessageContaining("not issued by an OAuth login");
            assertThatThrownBy(() -> method.logout(context))
                    .isInstanceOf(AuthException.class)
                    .hasMessageContaining("is removed from")
                    .hasMessageContaining("not revoked");

            assertThat(other.received("/token")).isEmpty();
            assertThat(other.received("/revoke")).isEmpty();
        }
        assertThat(context.credentials().read("acme")).isEmpty();
    }

    @Test
    void logoutRevokesBothTokensAndRemovesTheCredential() throws Exception {
        Credential credential = logIn();
        assertThat(method.logout(context))
                .containsExactly(context.credentials().location("acme").toString());
        assertThat(server.isLive(credential.accessToken())).isFalse();
        assertThat(server.isLive(requireNonNull(credential.refreshToken()))).isFalse();
        assertThat(server.received("/revoke"))
                .extracting(request -> request.form().get("token_type_hint"))
                .containsExactly("refresh_token", "access_token");
        assertThat(context.credentials().read("acme")).isEmpty();
        assertThat(method.logout(context)).isEmpty();
    }

    @Test
    void logoutRemovesTheCredentialEvenIfTheProviderDoesNotRevoke() throws Exception {
        Credential credential = logIn();
        server.answerOnce(
                "/revoke",
                400,
                "{\"error\":\"invalid_request\",\"error_description\":\"" + credential.refreshToken() + "\"}");
        assertThatThrownBy(() -> method.logout(context))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("is removed from")
                .hasMessageContaining("not revoked at the provider")
                .hasMessageContaining("invalid_request")
                .hasMessageNotContaining("marker");
        assertThat(context.credentials().read("acme")).isEmpty();
    }

    @Test
    void logoutDoesNotMindAServerThatRevokesRefreshTokensOnly() throws Exception {
        logIn();
        server.answerOnce("/revoke", 200, "");
        server.answerOnce("/revoke", 400, "{\"error\":\"unsupported_token_type\"}");
        assertThat(method.logout(context)).hasSize(1);
    }

    @Test
    void logoutAsksNobodyWhereNothingCanBeRevoked(@TempDir Path folder) throws Exception {
        context = TestContext.of("acme", folder)
                .setting("client_id", AuthorizationServer.PUBLIC_CLIENT)
                .setting(
                        "device_authorization_endpoint",
                        server.address("/device").toString())
                .setting("token_endpoint", server.address("/token").toString());
        logIn();
        assertThat(method.logout(context)).hasSize(1);
        assertThat(server.received("/revoke")).isEmpty();
    }

    @Test
    void metadataOfAnotherIssuerIsNotUsed() {
        server.metadata("issuer", "https://evil.example.com");
        assertThatThrownBy(() -> method.login(context).begin())
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("another issuer");
        assertThat(server.received("/device")).isEmpty();
    }

    @Test
    void endpointsInMetadataMustBeSecureToo() {
        server.metadata("device_authorization_endpoint", "http://auth.example.com/device");
        assertThatThrownBy(() -> method.login(context).begin())
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("https://");
    }

    @Test
    void namesTheEndpointThatTheMetadataLacks() {
        server.answerOnce(
                "/.well-known/oauth-authorization-server",
                200,
                "{\"issuer\":\"" + server.address("") + "\",\"token_endpoint\":\"" + server.address("/token") + "\"}");
        assertThatThrownBy(() -> method.login(context).begin())
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("auth.providers.acme.device_authorization_endpoint has to be set");
    }

    @Test
    void takesTheMetadataOfOpenIdConnectWhereThereIsNoOther() throws Exception {
        server.answerOnce("/.well-known/oauth-authorization-server", 404, "");
        server.answerOnce(
                "/.well-known/openid-configuration",
                200,
                "{\"issuer\":\"" + server.address("") + "\",\"device_authorization_endpoint\":\""
                        + server.address("/device") + "\"}");
        assertThat(method.login(context).begin()).isInstanceOf(AuthStatus.Pending.class);
    }

    @Test
    void metadataThatCannotBeHadNowIsAPassingFailure() {
        server.answerOnce("/.well-known/oauth-authorization-server", 502, "");
        assertThatThrownBy(() -> method.login(context).begin()).isInstanceOf(IOException.class);
    }

    @Test
    void asksForTheEndpointsWhenTheIssuerHasNoMetadata() {
        server.answerOnce("/.well-known/oauth-authorization-server", 404, "");
        assertThatThrownBy(() -> method.login(context).begin())
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("set the endpoints themselves");
    }

    @Test
    void noTextShowsASecretEvenIfTheServerEchoesIt() throws Exception {
        context.setting("client_id", AuthorizationServer.CLIENT)
                .setting("client_secret", AuthorizationServer.CLIENT_SECRET)
                .setting("token_parameters", Map.of("tenant", "7"));
        AuthSession session = method.login(context);
        AuthStatus pending = session.begin();
        String deviceCode = server.issued().get(0);
        server.answerOnce(
                "/token",
                400,
                "{\"error\":\"invalid_request\",\"error_description\":\"bad " + deviceCode + " "
                        + AuthorizationServer.CLIENT_SECRET + "\"}");
        AuthStatus denied = session.poll();
        server.answerOnce("/token", 500, deviceCode);
        assertThatThrownBy(session::poll).isInstanceOf(IOException.class).hasMessageNotContaining("marker");
        server.decideDevices("approved");
        session.poll();
        AuthStatus authorized = session.poll();
        assertThat(authorized).isInstanceOf(AuthStatus.Authorized.class);
        assertThat(String.valueOf(pending) + denied + authorized + session + OauthClient.read(context, Set.of()))
                .contains("bad *** ***")
                .doesNotContain("marker");
    }
}
