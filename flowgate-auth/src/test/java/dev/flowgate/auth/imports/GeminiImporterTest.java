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

class GeminiImporterTest {
    @TempDir
    Path home;

    private final GeminiImporter importer = new GeminiImporter();
    private Sources sources;
    private TestContext context;
    private final Map<String, Object> login = new LinkedHashMap<>();

    @BeforeEach
    void sample() {
        sources = new Sources(home);
        context = sources.context("gemini").setting("project_id", "my-project-1");
        login.put("access_token", "ya29.made-up");
        login.put("refresh_token", "1//made-up");
        login.put("token_type", "Bearer");
        login.put("scope", "openid email");
        login.put("id_token", Sources.jwt(Map.of("email", "ada@example.com")));
        login.put("expiry_date", Sources.NOW.plus(Duration.ofHours(1)).toEpochMilli());
    }

    private ImportedCredential imported() throws IOException {
        return Sources.only(importer, sources.write(".gemini/oauth_creds.json", login), context);
    }

    @Test
    void readsTheFileInTheHomeFolderOrInGeminiCliHome() {
        assertThat(importer.sources(context)).containsExactly(home.resolve(".gemini/oauth_creds.json"));

        context.variable("GEMINI_CLI_HOME", home.resolve("other").toString());

        assertThat(importer.sources(context)).containsExactly(home.resolve("other/.gemini/oauth_creds.json"));
    }

    @Test
    void writesWhatTheServerReads() throws IOException {
        ImportedCredential credential = imported();

        assertThat(credential.fileName()).isEqualTo("gemini-ada@example.com-my-project-1.json");
        assertThat(credential.content())
                .containsExactly(
                        entry("type", "gemini"),
                        entry(
                                "token",
                                Map.of(
                                        "access_token", "ya29.made-up",
                                        "refresh_token", "1//made-up",
                                        "token_type", "Bearer",
                                        "scope", "openid email",
                                        "expiry", "2026-11-22T11:00:00Z")),
                        entry("project_id", "my-project-1"),
                        entry("email", "ada@example.com"),
                        entry("auto", false),
                        entry("checked", false));
        assertThat(credential.expiresAt()).isEqualTo(Sources.NOW.plus(Duration.ofHours(1)));
    }

    @Test
    void namesTheFileOfSeveralProjectsAsTheServerDoes() throws IOException {
        context.setting("project_id", "one,two");
        assertThat(imported().fileName()).isEqualTo("gemini-ada@example.com-all.json");

        context.setting("project_id", "ALL");
        assertThat(imported().fileName()).isEqualTo("gemini-ada@example.com-all.json");
    }

    @Test
    void takesTheProjectThatGeminiCliIsToldWhereNoneIsSet() throws IOException {
        TestContext unset = sources.context("gemini").variable("GOOGLE_CLOUD_PROJECT", " other-project ");

        ImportedCredential credential = Sources.only(importer, sources.write(".gemini/oauth_creds.json", login), unset);

        assertThat(credential.content()).containsEntry("project_id", "other-project");
    }

    @Test
    void asksForTheProject() {
        TestContext unset = sources.context("gemini");
        Path source = sources.write(".gemini/oauth_creds.json", login);

        assertThatThrownBy(() -> importer.read(source, unset))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("auth.providers.gemini.project_id")
                .hasMessageContaining("GOOGLE_CLOUD_PROJECT");
    }

    @Test
    void needsTheRefreshToken() {
        login.put("refresh_token", null);

        assertThatThrownBy(this::imported).hasMessageContaining("refresh_token is missing or empty");
    }

    @Test
    void saysWhichServersUseIt() throws IOException {
        assertThat(imported().warnings()).singleElement().asString().contains("v7.2.19");
    }
}
