package dev.flowgate.auth.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.flowgate.auth.TestContext;
import dev.flowgate.auth.spi.ImportedCredential;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaudeImporterTest {
    @TempDir
    Path home;

    private final ClaudeImporter importer = new ClaudeImporter(false);
    private Sources sources;
    private TestContext context;
    private final Map<String, Object> login = new LinkedHashMap<>();

    @BeforeEach
    void sample() {
        sources = new Sources(home);
        context = sources.context("claude");
        login.put("accessToken", "sk-ant-oat01-made-up");
        login.put("refreshToken", "sk-ant-ort01-made-up");
        login.put("expiresAt", Sources.NOW.plus(Duration.ofHours(7)).toEpochMilli());
        login.put("scopes", List.of("user:inference"));
        login.put("subscriptionType", "max");
    }

    private ImportedCredential imported(String file) throws IOException {
        return Sources.only(importer, sources.write(file, Map.of("claudeAiOauth", login)), context);
    }

    private void account(String file, String email) {
        sources.write(file, Map.of("oauthAccount", Map.of("emailAddress", email, "accountUuid", "account-uuid")));
    }

    @Test
    void readsTheFileInTheHomeFolderOrInClaudeConfigDir() {
        assertThat(importer.sources(context)).containsExactly(home.resolve(".claude/.credentials.json"));

        context.variable("CLAUDE_CONFIG_DIR", home.resolve("work").toString());

        assertThat(importer.sources(context)).containsExactly(home.resolve("work/.credentials.json"));
    }

    @Test
    void writesWhatTheServerReads() throws IOException {
        account(".claude.json", "ada@example.com");

        ImportedCredential credential = imported(".claude/.credentials.json");

        assertThat(credential.fileName()).isEqualTo("claude-ada@example.com.json");
        assertThat(credential.content())
                .containsExactly(
                        entry("type", "claude"),
                        entry("access_token", "sk-ant-oat01-made-up"),
                        entry("refresh_token", "sk-ant-ort01-made-up"),
                        entry("id_token", ""),
                        entry("email", "ada@example.com"),
                        entry("account_uuid", "account-uuid"),
                        entry("expired", "2026-11-22T17:00:00Z"),
                        entry("last_refresh", "2026-11-22T10:00:00Z"));
        assertThat(credential.warnings())
                .singleElement()
                .asString()
                .contains("Claude Code and CLIProxyAPI", "works only once", "from 2026-11-22T13:00:00Z on");
    }

    @Test
    void takesTheAccountFromTheSettingsOfItsOwnFolderFirst() throws IOException {
        account(".claude.json", "home@example.com");
        account(".claude/.claude.json", "own@example.com");

        assertThat(imported(".claude/.credentials.json").account()).isEqualTo("own@example.com");
    }

    @Test
    void takesNoAccountFromAFolderThatHasNothingToDoWithTheSource() throws IOException {
        account(".claude.json", "home@example.com");

        ImportedCredential credential = imported("backup/credentials.json");

        assertThat(credential.account()).isNull();
        assertThat(credential.content()).doesNotContainKey("email");
        assertThat(credential.fileName()).matches("claude-imported-[0-9a-f]{8}\\.json");
        assertThat(credential.warnings()).anyMatch(warning -> warning.contains("auth.providers.claude.account"));
    }

    @Test
    void doesWithoutSettingsThatAreBroken() throws IOException {
        sources.write(".claude.json", "{\"oauthAccount\":");

        assertThat(imported(".claude/.credentials.json").account()).isNull();

        sources.write(".claude.json", "{\"oauthAccount\":7}");
        assertThat(imported(".claude/.credentials.json").account()).isNull();
    }

    @Test
    void takesTheAccountFromTheSetting() throws IOException {
        context.setting("account", "work");

        ImportedCredential credential = imported(".claude/.credentials.json");

        assertThat(credential.fileName()).isEqualTo("claude-work.json");
        assertThat(credential.content()).containsEntry("email", "work");
    }

    @Test
    void leavesOutAnUnknownEnd() throws IOException {
        login.put("expiresAt", null);

        assertThat(imported(".claude/.credentials.json").content())
                .doesNotContainKey("expired")
                .containsEntry("last_refresh", "2026-11-22T10:00:00Z");
    }

    @Test
    void namesTheKeychainWhereItHasTheLogin() {
        assertThat(new ClaudeImporter(true).whenMissing(context))
                .contains("Keychain", "umask 077", "'Claude Code-credentials'");
        assertThat(importer.whenMissing(context)).doesNotContain("Keychain").contains("/login");
    }
}
