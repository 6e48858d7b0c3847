package dev.flowgate.auth.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.flowgate.auth.TestContext;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.ImportedCredential;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodexImporterTest {
    private static final String AUTH = "https://api.openai.com/auth";
    private static final long EXPIRES = Sources.NOW.plus(Duration.ofDays(9)).getEpochSecond();

    @TempDir
    Path home;

    private final CodexImporter importer = new CodexImporter();
    private Sources sources;
    private TestContext context;
    private final Map<String, Object> tokens = new LinkedHashMap<>();
    private final Map<String, Object> file = new LinkedHashMap<>();

    @BeforeEach
    void sample() {
        sources = new Sources(home);
        context = sources.context("codex");
        tokens.put("id_token", identity("plus"));
        tokens.put("access_token", Sources.jwt(Map.of("exp", EXPIRES)));
        tokens.put("refresh_token", "rt-made-up");
        tokens.put("account_id", "acct-1");
        file.put("OPENAI_API_KEY", null);
        file.put("tokens", tokens);
        file.put("last_refresh", "2026-11-20T08:30:00.123456789Z");
    }

    private static String identity(String plan) {
        return Sources.jwt(Map.of(
                "email", "ada@example.com", AUTH, Map.of("chatgpt_plan_type", plan, "chatgpt_account_id", "acct-9")));
    }

    private ImportedCredential imported() throws IOException {
        return Sources.only(importer, sources.write(".codex/auth.json", file), context);
    }

    @Test
    void readsTheFileInTheHomeFolderOrInCodexHome() {
        assertThat(importer.sources(context)).containsExactly(home.resolve(".codex/auth.json"));

        context.variable("CODEX_HOME", home.resolve("elsewhere").toString());

        assertThat(importer.sources(context)).containsExactly(home.resolve("elsewhere/auth.json"));
    }

    @Test
    void writesWhatTheServerReads() throws IOException {
        ImportedCredential credential = imported();

        assertThat(credential.content())
                .containsExactly(
                        entry("type", "codex"),
                        entry("access_token", tokens.get("access_token")),
                        entry("refresh_token", "rt-made-up"),
                        entry("id_token", tokens.get("id_token")),
                        entry("account_id", "acct-1"),
                        entry("email", "ada@example.com"),
                        entry("expired", "2026-12-01T10:00:00Z"),
                        entry("last_refresh", "2026-11-20T08:30:00Z"));
        assertThat(credential.account()).isEqualTo("ada@example.com");
        assertThat(credential.expiresAt()).isEqualTo(Sources.NOW.plus(Duration.ofDays(9)));
    }

    @Test
    void namesTheFileAfterAccountAddressAndPlan() throws IOException {
        assertThat(imported().fileName())
                .isEqualTo("codex-" + AccountName.hash("acct-1") + "-ada@example.com-plus.json");

        tokens.put("id_token", identity("Self Serve_Business!"));
        assertThat(imported().fileName()).endsWith("-ada@example.com-self-serve-business.json");

        tokens.put("id_token", Sources.jwt(Map.of("email", "ada@example.com")));
        tokens.put("account_id", null);
        assertThat(imported().fileName()).isEqualTo("codex-ada@example.com.json");
    }

    @Test
    void leavesOutWhatIsNull() throws IOException {
        tokens.put("account_id", null);
        tokens.put("refresh_token", null);
        tokens.put("id_token", null);
        file.put("last_refresh", null);

        ImportedCredential credential = imported();

        assertThat(credential.content()).containsOnlyKeys("type", "access_token", "expired", "last_refresh");
        assertThat(credential.content()).containsEntry("last_refresh", "2026-11-22T10:00:00Z");
        assertThat(credential.warnings()).anyMatch(warning -> warning.startsWith("There is no refresh token"));
    }

    @Test
    void takesTheAccountFromTheIdentityWhereTheFileHasNone() throws IOException {
        tokens.put("account_id", null);

        assertThat(imported().content()).containsEntry("account_id", "acct-9");
    }

    @Test
    void takesTheAddressFromTheAccessTokenWhereThereIsNoIdentity() throws IOException {
        tokens.remove("id_token");
        tokens.put(
                "access_token",
                Sources.jwt(Map.of("https://api.openai.com/profile", Map.of("email", "bob@example.com"))));

        assertThat(imported().account()).isEqualTo("bob@example.com");
        assertThat(imported().content()).doesNotContainKey("expired");
    }

    @Test
    void saysThatTheRefreshTokenIsSharedAndFromWhen() throws IOException {
        assertThat(imported().warnings())
                .singleElement()
                .asString()
                .contains("works only once", "from 2026-11-26T10:00:00Z on", "flowgate auth login codex");

        context.sleep(Duration.ofDays(5));
        assertThat(imported().warnings()).singleElement().asString().contains("renews it at once");
    }

    @Test
    void saysThatTheTokenHasEnded() throws IOException {
        context.sleep(Duration.ofDays(10));

        assertThat(imported().warnings()).anyMatch(warning -> warning.contains("ended at 2026-12-01T10:00:00Z"));
    }

    @Test
    void sendsAnApiKeyToImportKey() {
        file.put("OPENAI_API_KEY", "sk-made-up-key");
        file.remove("tokens");

        assertThatThrownBy(this::imported)
                .isInstanceOf(AuthException.class)
                .hasMessageContaining(".codex/auth.json holds an API key")
                .hasMessageContaining("flowgate auth import-key")
                .hasMessageNotContaining("sk-made-up-key");
    }

    @Test
    void refusesAnEmptyAccessToken() {
        for (Object empty : new Object[] {null, "", "  "}) {
            tokens.put("access_token", empty);

            assertThatThrownBy(this::imported)
                    .isInstanceOf(AuthException.class)
                    .hasMessageContaining("tokens.access_token is missing or empty")
                    .hasMessageContaining("run 'codex login'");
        }
    }
}
