package dev.flowgate.auth.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowgate.auth.TestContext;
import dev.flowgate.auth.spi.AuthContext;
import dev.flowgate.auth.spi.AuthException;
import dev.flowgate.auth.spi.CredentialImporter;
import dev.flowgate.auth.spi.ImportedCredential;
import dev.flowgate.event.FlowGateEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialImportTest {
    private static final String PLUGIN = "github.com:Iv1.b507a08c87ecfe98";

    @TempDir
    Path home;

    private final List<FlowGateEvent> events = new ArrayList<>();
    private Sources sources;
    private TestContext context;
    private Path auths;

    @BeforeEach
    void open() {
        sources = new Sources(home);
        context = sources.context("copilot");
        auths = home.resolve("auths");
    }

    private CredentialImport importOf(CredentialImporter importer) {
        return new CredentialImport(importer, context, events::add);
    }

    @Test
    void takesTheFirstSourceThatExistsAndRecordsEachFile() {
        Path source = sources.write(
                ".config/github-copilot/hosts.json",
                Map.of("github.com", Map.of("user", "ada", "oauth_token", "gho_marker-secret")));

        List<SavedCredential> saved = importOf(new CopilotImporter()).run(null, auths);

        Path file = auths.resolve("github-copilot-ada.json");
        assertThat(saved).singleElement().satisfies(only -> {
            assertThat(only.source()).isEqualTo(source);
            assertThat(only.file()).isEqualTo(file);
            assertThat(only.account()).isEqualTo("ada");
        });
        assertThat(events)
                .containsExactly(FlowGateEvent.of("auth_import")
                        .withProvider("copilot")
                        .withResult("success")
                        .withDetail("Wrote " + file + ", from " + source + ", account ada."));
        assertThat(events.toString() + saved).doesNotContain("marker-secret");
    }

    @Test
    void changesNothingTheSecondTime() {
        sources.write(
                ".config/github-copilot/apps.json", Map.of(PLUGIN, Map.of("user", "ada", "oauth_token", "ghu_x")));
        importOf(new CopilotImporter()).run(null, auths);

        assertThat(importOf(new CopilotImporter()).run(null, auths))
                .extracting(SavedCredential::changed)
                .containsExactly(false);
        assertThat(events.get(1).detail()).startsWith("Left as it was: ");
    }

    @Test
    void namesEveryPlaceWhereNothingWas() {
        assertThatThrownBy(() -> importOf(new CopilotImporter()).run(null, auths))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining(home.resolve(".config/github-copilot/apps.json") + " and no "
                        + home.resolve(".config/github-copilot/hosts.json"))
                .hasMessageContaining("log in with your editor's Copilot plugin");
        assertThat(events).extracting(FlowGateEvent::result).containsExactly("failed");
        assertThat(auths).doesNotExist();
    }

    @Test
    void namesTheKeychainWhereClaudeCodeUsesIt() {
        context = sources.context("claude");

        assertThatThrownBy(() -> importOf(new ClaudeImporter(true)).run(null, auths))
                .hasMessageContaining(home.resolve(".claude/.credentials.json").toString())
                .hasMessageContaining("Keychain");
    }

    @Test
    void saysThatTheGivenSourceDoesNotExist() {
        Path source = home.resolve("gone.json");

        assertThatThrownBy(() -> importOf(new CopilotImporter()).run(source, auths))
                .isInstanceOf(AuthException.class)
                .hasMessageContaining(source + " does not exist");
    }

    @Test
    void recordsAFailureWithoutSecrets() {
        Path source = sources.write("broken.json", "{\"github.com\":{\"oauth_token\":\"marker-secret\"");

        assertThatThrownBy(() -> importOf(new CopilotImporter()).run(source, auths))
                .hasMessageNotContaining("marker-secret");
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.event()).isEqualTo("auth_import");
            assertThat(event.result()).isEqualTo("failed");
            assertThat(event.toString()).contains("broken.json").doesNotContain("marker-secret");
        });
    }

    @Test
    void saysThatASourceCouldNotBeRead() throws IOException {
        Path source = Files.createFile(home.resolve("source.json"));

        assertThatThrownBy(() -> importOf(new FailingImporter()).run(source, auths))
                .isInstanceOf(AuthException.class)
                .hasMessageStartingWith(source + " cannot be read")
                .hasRootCauseMessage("disk trouble");
        assertThat(events).extracting(FlowGateEvent::result).containsExactly("failed");
    }

    @Test
    void saysWhatToDoForImportersThatDoNot() {
        assertThatThrownBy(() -> importOf(new FailingImporter()).run(null, auths))
                .hasMessageContaining("Log in with the program that keeps them there");
    }

    @Test
    void namesAnImporterThatMakesMistakes() throws IOException {
        Path source = Files.createFile(home.resolve("mistake.json"));

        assertThatThrownBy(() -> importOf(new FailingImporter()).run(source, auths))
                .isInstanceOf(AuthException.class)
                .hasNoCause()
                .hasMessageContaining(FailingImporter.class.getName())
                .hasMessageContaining("IllegalStateException")
                .hasMessageNotContaining("marker-secret");
        assertThat(events).extracting(FlowGateEvent::result).containsExactly("failed");
    }

    /** An importer of somebody else's, whose file cannot be read. */
    private final class FailingImporter implements CredentialImporter {
        @Override
        public String provider() {
            return "failing";
        }

        @Override
        public List<Path> sources(AuthContext ignored) {
            return List.of(home.resolve("nowhere.json"));
        }

        @Override
        public List<ImportedCredential> read(Path source, AuthContext ignored) throws IOException {
            if (source.endsWith("mistake.json")) {
                throw new IllegalStateException("marker-secret");
            }
            throw new IOException("disk trouble");
        }
    }
}
