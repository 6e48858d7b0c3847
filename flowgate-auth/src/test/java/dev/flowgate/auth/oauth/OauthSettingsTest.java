package dev.flowgate.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowgate.auth.TestContext;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.AuthMethod;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OauthSettingsTest {
    private final AuthMethod device = new OauthDeviceMethod();
    private final AuthMethod pkce = new OauthPkceMethod();
    private TestContext context;

    @BeforeEach
    void complete(@TempDir Path folder) {
        context =
                TestContext.of("acme", folder).setting("client_id", "id").setting("issuer", "https://auth.example.com");
    }

    private void refused(AuthMethod method, String... words) {
        assertThatThrownBy(() -> method.login(context))
                .isInstanceOf(AuthException.class)
                .hasMessageContainingAll(words)
                .hasMessageNotContaining("marker");
    }

    @Test
    void idsAreTheValuesOfMethod() {
        assertThat(device.id()).isEqualTo("oauth_device");
        assertThat(pkce.id()).isEqualTo("oauth_pkce");
    }

    @Test
    void anIssuerAndAClientIdAreEnough() {
        assertThatCode(() -> device.login(context).close()).doesNotThrowAnyException();
        assertThatCode(() -> pkce.login(context).close()).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://auth.example.com/token",
                "http://127.0.0.1.example.com/token",
                "http://localhost.example.com/token",
                "https://user:marker@auth.example.com/token",
                "https://auth.example.com/token#part"
            })
    void secretsGoToSecureAddressesOnly(String address) {
        context.setting("token_endpoint", address);
        refused(device, "auth.providers.acme.token_endpoint");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:8080/token", "http://[::1]/token", "http://localhost/token"})
    void thisMachineNeedsNoTls(String address) {
        context.setting("token_endpoint", address);
        assertThatCode(() -> device.login(context).close()).doesNotThrowAnyException();
    }

    @Test
    void namesTheEndpointThatIsMissing(@TempDir Path folder) {
        context = TestContext.of("acme", folder).setting("client_id", "id");
        refused(device, "auth.providers.acme.device_authorization_endpoint is missing", "issuer");
        refused(pkce, "auth.providers.acme.authorization_endpoint is missing", "issuer");
    }

    @Test
    void namesTheSettingsThatAMethodKnows() {
        context.setting("redirect_port", 1234);
        refused(device, "auth.providers.acme.redirect_port is not a setting of this method", "client_id");
    }

    @Test
    void aSecretThatIsNotSetIsNamed() {
        context.setting("client_secret", "os.environ/ACME_SECRET");
        refused(device, "auth.providers.acme.client_secret", "ACME_SECRET", "is not set");
    }

    @ParameterizedTest
    @CsvSource({"basic, client_secret is missing", "body, client_secret is missing", "digest, 'basic, body, none'"})
    void authenticationAndSecretBelongTogether(String authentication, String words) {
        context.setting("client_authentication", authentication);
        refused(device, words);
    }

    @Test
    void aSecretThatWouldNotBeUsedIsRefused() {
        context.setting("client_secret", "marker").setting("client_authentication", "none");
        refused(device, "client_authentication is none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"state", "redirect_uri", "code_challenge", "client_secret", "grant_type"})
    void furtherParametersCannotUndoTheProtection(String name) {
        context.setting("parameters", Map.of(name, "marker"));
        refused(pkce, "auth.providers.acme.parameters must not hold " + name);
    }

    @ParameterizedTest
    @CsvSource({
        "redirect_host, 0.0.0.0, 127.0.0.1 or localhost",
        "redirect_path, callback, a path such as /callback",
        "redirect_path, /a?b, a path such as /callback",
        "redirect_port, 80x, 'a port, from 1 to 65535'",
        "issuer, https://auth.example.com/?a=b, no query"
    })
    void saysWhatASettingMustBe(String key, String value, String words) {
        context.setting(key, value);
        refused(pkce, "auth.providers.acme." + key, words);
    }

    @Test
    void aPortOutsideTheRangeIsRefused() {
        context.setting("redirect_port", 65_536L);
        refused(pkce, "a port, from 1 to 65535");
    }
}
