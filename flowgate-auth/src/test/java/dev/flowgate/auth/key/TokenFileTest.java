package dev.flowgate.auth.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowgate.auth.TestContext;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.AuthStatus;
import dev.flowgate.auth.spi.Credential;
import dev.flowgate.auth.spi.HeldCredential;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenFileTest {
    private final TokenFileMethod method = new TokenFileMethod();

    @TempDir
    private Path folder;

    private Path file;
    private TestContext context;
    private Instant inAnHour;

    @BeforeEach
    void configure() {
        file = folder.resolve("token");
        context = TestContext.of("acme", folder).setting("file", "token");
        inAnHour = context.clock().instant().plusSeconds(3600);
    }

    private void write(String content) throws IOException {
        Files.writeString(file, content);
        mode("rw-------");
    }

    private void mode(String mode) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private Credential logIn() throws Exception {
        Credential credential = ((AuthStatus.Authorized) method.login(context).begin()).credential();
        context.credentials().write("acme", credential);
        return credential;
    }

    private void refused(String... words) {
        assertThatThrownBy(() -> method.login(context).begin())
                .isInstanceOf(AuthException.class)
                .hasMessageContainingAll(words)
                .hasMessageContaining(file.toString())
                .hasMessageNotContaining("marker");
    }

    private static String jwt(Instant end) {
        String claims = "{\"email\":\"ada@example.com\",\"exp\":" + end.getEpochSecond() + "}";
        return "e30."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
                + ".marker";
    }

    private String problem() throws Exception {
        List<HeldCredential> held = method.held(context);
        assertThat(held).hasSize(1);
        return String.valueOf(held.get(0).problem());
    }

    @Test
    void copiesAPlainToken() throws Exception {
        write("  marker-token\n");
        assertThat(logIn()).isEqualTo(Credential.key("marker-token"));
        assertThat(method.held(context))
                .containsExactly(new HeldCredential(
                        null, context.credentials().location("acme").toString(), null, false, null));
        assertThat(method.login(context).poll()).isInstanceOf(AuthStatus.Authorized.class);
    }

    @Test
    void readsEndAndOwnerOfAPlainJwt() throws Exception {
        write(jwt(inAnHour));
        assertThat(logIn().expiresAt()).isEqualTo(inAnHour);
        assertThat(method.held(context).get(0).account()).isEqualTo("ada@example.com");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "tokens.access_token | {\"tokens\":{\"access_token\":\"t\",\"expires_at\":\"2026-11-22T11:00:00Z\"}}",
                "tokens.access_token | {\"expiry\":\"2026-11-22T12:00:00+01:00\",\"tokens\":{\"access_token\":\"t\"}}",
                "access_token | {\"access_token\":\"t\",\"expiry_date\":1795345200000}",
                "access_token | {\"access_token\":\"t\",\"expires_at\":1795345200}",
                "access_token | {\"access_token\":\"t\",\"expires_at\":\"1795345200\"}",
                "a.t | {\"expires\":1,\"a\":{\"t\":\"t\",\"expiresAt\":1795345200000}}"
            })
    void findsTokenAndEndInJson(String path, String json) throws Exception {
        context.setting("token_path", path);
        write(json);
        Credential credential = logIn();
        assertThat(credential.accessToken()).isEqualTo("t");
        assertThat(credential.expiresAt()).isEqualTo(inAnHour);
    }

    @Test
    void takesEndAndOwnerFromTheJwtWhereJsonIsSilent() throws Exception {
        context.setting("token_path", "token");
        write("{\"expires\":\"never\",\"token\":\"" + jwt(inAnHour) + "\"}");
        Credential credential = logIn();
        assertThat(credential.expiresAt()).isEqualTo(inAnHour);
        assertThat(credential.account()).isEqualTo("ada@example.com");
    }

    @Test
    void saysWhereInJsonATokenMayBe() throws Exception {
        write("{\"tokens\":{\"access_token\":\"marker\",\"id_token\":\"marker\",\"n\":1},\"OPENAI_API_KEY\":null}");
        refused("auth.providers.acme.token_path", "candidates: tokens.access_token, tokens.id_token");
        context.setting("token_path", "tokens.n");
        refused("There is no text at tokens.n");
        context.setting("token_path", "tokens.access_token.more");
        refused("There is no text at tokens.access_token.more");
    }

    @Test
    void refusesWhatIsNoToken() throws Exception {
        refused("does not exist", "auth.providers.acme.file");
        write("");
        refused("It is empty");
        write("two marker");
        refused("white space");
        write("{\"marker");
        refused("begins like JSON and is none");
        write("x".repeat(256 * 1024 + 1));
        refused("larger than");
        context.setting("token_path", "a");
        write("marker");
        refused("token_path leads nowhere");
    }

    @Test
    void refusesWhatIsNoFile() throws Exception {
        Files.createDirectory(file);
        refused("is a folder");
        assertThat(new ProcessBuilder("mkfifo", folder.resolve("pipe").toString())
                        .start()
                        .waitFor())
                .isZero();
        file = folder.resolve("pipe");
        context.setting("file", "pipe");
        refused("is no file");
    }

    @Test
    void refusesATokenThatHasEnded() throws Exception {
        write(jwt(context.clock().instant()));
        refused("ended at 2026-11-22T10:00:00Z", "flowgate auth login acme");
    }

    @Test
    void statusNamesTheCommandForAnExposedFile() throws Exception {
        write("marker-token");
        logIn();
        mode("rw-r-----");
        assertThat(problem()).contains("rw-r-----", "chmod 600 '" + file + "'").doesNotContain("marker");
    }

    @Test
    void statusSaysThatATokenHasEnded() throws Exception {
        write(jwt(inAnHour));
        logIn();
        assertThat(problem()).isEqualTo("null");
        context.sleep(Duration.ofHours(1));
        assertThat(problem()).contains("ended at 2026-11-22T11:00:00Z", file.toString(), "flowgate auth login acme");
    }

    @Test
    void logoutLeavesTheFileAlone() throws Exception {
        write("marker-token");
        logIn();
        assertThat(method.logout(context)).hasSize(1);
        assertThat(method.held(context)).isEmpty();
        assertThat(file).exists();
    }

    @Test
    void aLinkedFileIsReadAgainWhenItsOwnerHasRenewedIt() throws Exception {
        context.setting("link", true);
        write(jwt(inAnHour));
        Credential credential = logIn();
        assertThat(credential.refreshToken()).isNotNull();
        assertThat(method.held(context))
                .containsExactly(new HeldCredential("ada@example.com", file.toString(), inAnHour, true, null));

        assertThatThrownBy(() -> method.refresh(context, credential))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("still holds the token of before")
                .hasMessageNotContaining("marker");
        write(jwt(inAnHour.plusSeconds(3600)));
        assertThat(method.refresh(context, credential).expiresAt()).isEqualTo(inAnHour.plusSeconds(3600));

        write("{\"marker");
        assertThatThrownBy(() -> method.refresh(context, credential))
                .as("half written")
                .isInstanceOf(IOException.class)
                .hasMessageNotContaining("marker");
        Files.delete(file);
        assertThatThrownBy(() -> method.refresh(context, credential)).isInstanceOf(IOException.class);
        assertThat(problem()).contains("is gone");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw--w----", "rwxrwxrwx"})
    void linksNoFileThatOthersCanReach(String mode) throws Exception {
        context.setting("link", true);
        write(jwt(inAnHour));
        mode(mode);
        refused(mode, "chmod 600");
    }

    @Test
    void linksNoFileThatDoesNotSayWhenToReadItAgain() throws Exception {
        context.setting("link", true);
        write("marker-token");
        refused("does not say when it ends", "api_key_ref");
    }
}
