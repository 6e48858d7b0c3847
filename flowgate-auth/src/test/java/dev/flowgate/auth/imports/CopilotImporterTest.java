package dev.flowgate.auth.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import dev.flowgate.auth.TestContext;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.ImportedCredential;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopilotImporterTest {
    private static final String PLUGIN = "github.com:Iv1.b507a08c87ecfe98";

    @TempDir
    Path home;

    private final CopilotImporter importer = new CopilotImporter();
    private final Map<String, Object> apps = new LinkedHashMap<>();
    private Sources sources;
    private TestContext context;

    @BeforeEach
    void open() {
        sources = new Sources(home);
        context = sources.context("copilot");
    }

    private List<ImportedCredential> imported() throws IOException {
        return importer.read(sources.write(".config/github-copilot/apps.json", apps), context);
    }

    private static Map<String, Object> login(String user, String token) {
        return Map.of("user", user, "oauth_token", token, "githubAppId", "Iv1.b507a08c87ecfe98");
    }

    @Test
    void isFoundByTheServersName() {
        assertThat(importer.provider()).isEqualTo("copilot");
        assertThat(importer.aliases()).containsExactly("github-copilot");
    }

    @Test
    void readsTheFilesInTheConfigurationFolder() {
        assertThat(importer.sources(context))
                .containsExactly(
                        home.resolve(".config/github-copilot/apps.json"),
                        home.resolve(".config/github-copilot/hosts.json"));

        context.variable("XDG_CONFIG_HOME", home.resolve("xdg").toString());

        assertThat(importer.sources(context))
                .containsExactly(
                        home.resolve("xdg/github-copilot/apps.json"), home.resolve("xdg/github-copilot/hosts.json"));
    }

    @Test
    void writesWhatTheServerReads() throws IOException {
        apps.put(PLUGIN, login("ada", "ghu_made-up"));

        assertThat(imported()).singleElement().satisfies(credential -> {
            assertThat(credential.fileName()).isEqualTo("github-copilot-ada.json");
            assertThat(credential.account()).isEqualTo("ada");
            assertThat(credential.expiresAt()).isNull();
            assertThat(credential.content())
                    .containsExactly(
                            entry("type", "github-copilot"),
                            entry("access_token", "ghu_made-up"),
                            entry("token_type", "bearer"),
                            entry("username", "ada"));
        });
    }

    @Test
    void writesOneFileForEachAccount() throws IOException {
        apps.put("github.com:Iv1.other", login("ada", "ghu_other-client"));
        apps.put(PLUGIN, login("ada", "ghu_plugin"));
        apps.put("github.com:Iv23.third", login("ada", "ghu_third"));
        apps.put("github.com", login("bob", "gho_bob"));

        assertThat(imported())
                .extracting(
                        ImportedCredential::fileName,
                        credential -> credential.content().get("access_token"))
                .containsExactly(
                        tuple("github-copilot-ada.json", "ghu_plugin"), tuple("github-copilot-bob.json", "gho_bob"));
    }

    @Test
    void leavesOutOtherServersOfGitHub() throws IOException {
        apps.put("github.example.com", login("eve", "ghu_enterprise"));
        apps.put("github.com", login("ada", "gho_ada"));

        assertThat(imported()).extracting(ImportedCredential::account).containsExactly("ada");

        apps.remove("github.com");
        assertThatThrownBy(this::imported)
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("no login at github.com")
                .hasMessageContaining("github.example.com");
    }

    @Test
    void saysWhichTokenIsMissing() {
        apps.put(PLUGIN, Map.of("user", "ada"));

        assertThatThrownBy(this::imported)
                .isInstanceOf(AuthException.class)
                .hasMessageContaining(PLUGIN + ".oauth_token is missing or empty");
    }

    @Test
    void saysThatNobodyIsLoggedIn() {
        assertThatThrownBy(this::imported)
                .isInstanceOf(AuthException.class)
                .hasMessageContaining("no login at github.com")
                .hasMessageContaining("Copilot plugin");
    }
}
